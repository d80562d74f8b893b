package org.simplesignin.server.page;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Endpoint;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.time.Term;

/// Stands before every page: who is looking, and does a form come from a page of ours (T7)? A form must be sent by a
/// document of this very origin, as only the browser can say (`Sec-Fetch-Site`, `Origin`), and carry the token of its
/// session in the field `csrf`, or in the header `Csrf-Token` where the body is not a form. Thread-safe.
public final class PageGuard {
    /// For so long credentials count as just given.
    public static final Duration FRESH = Duration.ofMinutes(5);

    private static final String VISIT_COOKIE = "visit";
    private static final int VISIT_BYTES = 16;

    private final String origin;
    private final Viewers viewers;
    private final Pages pages;
    private final SecureRandom random;
    private final Clock clock;

    /// Makes one for pages under this URL.
    ///
    /// @throws UnusableConfigurationException where the URL has a path: pages stand at the root of their host
    public PageGuard(String pagesUrl, Viewers viewers, Pages pages, SecureRandom random, Clock clock) {
        this.origin = originOf(pagesUrl);
        this.viewers = viewers;
        this.pages = pages;
        this.random = random;
        this.clock = clock;
    }

    private static String originOf(String pagesUrl) {
        URI url = URI.create(pagesUrl);
        if (!url.getRawPath().isEmpty()) {
            throw new UnusableConfigurationException(
                    "--pages-url, or --public-url in its place, must not have a path: pages stand at the root of their host");
        }
        return pagesUrl;
    }

    /// Returns an endpoint for anybody, signed in or not. Forms carry the token of the browser's visit.
    public Endpoint open(Endpoint endpoint) {
        return guarded(call -> {
            call.attach(Visit.class, new Visit(Optional.empty(), visitToken(call)));
            requireOwnForm(call);
            return endpoint.answer(call);
        });
    }

    /// Returns an endpoint for signed-in customers; others are sent to sign in and come back.
    public Endpoint signedIn(PageEndpoint endpoint) {
        return guarded(call -> {
            Optional<Viewer> viewer = viewers.viewer(call);
            return viewer.isEmpty()
                    ? Answer.seeOther(Next.of(call).after("/sign-in"))
                    : answer(endpoint, viewer.get(), call);
        });
    }

    /// Returns an endpoint for customers who gave their credentials within [#FRESH]; others are asked for them
    /// again and come back. Give a form that needs it the path of a page that needs it too: that is where they come
    /// back to.
    public Endpoint freshlySignedIn(PageEndpoint endpoint) {
        return signedIn((viewer, call) -> isFresh(viewer)
                ? endpoint.answer(viewer, call)
                : Answer.seeOther(Next.of(call).after("/sign-in/again")));
    }

    /// Returns an endpoint for paths that lead nowhere: a page for browsers, a problem document for programs.
    public Endpoint nowhere() {
        return new Endpoint() {
            @Override
            public Answer answer(Call call) {
                throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such route");
            }

            @Override
            public Answer refusal(Call call, ProblemCode code, String detail) {
                return call.wantsPage() ? pages.error(call, code) : Answer.problem(code, detail);
            }
        };
    }

    private Answer answer(PageEndpoint endpoint, Viewer viewer, Call call) {
        call.attach(Visit.class, new Visit(Optional.of(viewer), viewer.csrf()));
        requireOwnForm(call);
        return endpoint.answer(viewer, call);
    }

    private boolean isFresh(Viewer viewer) {
        return Term.strict(FRESH, clock.instant()).isOn(viewer.signedInAt().plus(FRESH));
    }

    private Endpoint guarded(Endpoint endpoint) {
        return new Endpoint() {
            @Override
            public Answer answer(Call call) {
                pages.headers(call);
                Answer answer = endpoint.answer(call);
                if (!isSafe(call) && answer.status() == 200 && Answer.HTML.equals(answer.mediaType())) {
                    throw new IllegalStateException("a form is answered with 303, or with the status of its mistake");
                }
                return answer;
            }

            @Override
            public Answer refusal(Call call, ProblemCode code, String detail) {
                return pages.error(call, code);
            }
        };
    }

    private static boolean isSafe(Call call) {
        return call.method().equals("GET");
    }

    private void requireOwnForm(Call call) {
        if (isSafe(call)) {
            return;
        }
        Optional<String> site = call.header("Sec-Fetch-Site");
        Optional<String> from = call.header("Origin");
        // Old browsers send one of the two only; nobody sends neither but programs, who can send Origin.
        boolean own = (site.isPresent() || from.isPresent())
                && site.orElse("same-origin").equals("same-origin")
                && from.orElse(origin).equals(origin);
        CsrfToken token = call.attached(Visit.class).orElseThrow().csrf();
        if (!own || !token.accepts(sentToken(call))) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "The form did not come from a page of this server");
        }
    }

    private static String sentToken(Call call) {
        Optional<String> header = call.header("Csrf-Token");
        return header.isPresent() ? header.get() : call.form().getOrDefault("csrf", "");
    }

    /// The token is made from the cookie, so that a page shows nothing from which the cookie could be known.
    private CsrfToken visitToken(Call call) {
        Optional<String> known = Cookies.read(call, VISIT_COOKIE).filter(visit -> visit.matches("[0-9a-f]{32}"));
        if (known.isPresent()) {
            return new CsrfToken(SecretHash.of(known.get()).hex());
        }
        byte[] bytes = new byte[VISIT_BYTES];
        random.nextBytes(bytes);
        String visit = HexFormat.of().formatHex(bytes);
        Cookies.set(call, VISIT_COOKIE, visit);
        return new CsrfToken(SecretHash.of(visit).hex());
    }
}
