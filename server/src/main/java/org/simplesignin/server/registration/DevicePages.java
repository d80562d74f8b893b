package org.simplesignin.server.registration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;

/// The customer's pages: type the code, then decide on the device that shows it. The code of a QR code is filled in,
/// and still wants a press: following a link alone opens nothing.
public final class DevicePages {
    private static final String REGISTRATION = "registration";
    private static final String DECISION = "decision";
    private static final String NO = "no";
    private static final String WRONG = "wrong";
    private static final int UNPROCESSABLE = 422;
    private static final int CONFLICT = 409;

    private final Pages pages;
    private final Approving approving;
    private final Customers customers;

    /// Makes the pages.
    public DevicePages(Pages pages, Approving approving, Customers customers) {
        this.pages = pages;
        this.approving = approving;
        this.customers = customers;
    }

    /// The field for the code.
    ///
    /// @param typed what to begin with
    /// @param mistaken whether that was not good
    record CodeView(String typed, boolean mistaken) {}

    /// The device that asks.
    ///
    /// @param customer the display name of whose account it is about
    /// @param network where it asks from, or null where that is where the customer is
    record AskedView(
            RegistrationId registration,
            String customer,
            @Nullable String name,
            @Nullable String model,
            @Nullable String network,
            Instant askedAt,
            List<UserCode> choices) {}

    /// What came of it.
    ///
    /// @param text the key of the text
    /// @param registration where there is something left to decide, or null
    record OutcomeView(
            String text, @Nullable String device, @Nullable RegistrationId registration) {}

    /// Adds them to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", RegistrationPaths.CODE, guard.signedIn((viewer, call) -> code(call)));
        routes.add("POST", RegistrationPaths.CODE, guard.signedIn(this::open));
        routes.add("GET", RegistrationPaths.CONFIRM, guard.signedIn(this::confirm));
        routes.add("POST", RegistrationPaths.CONFIRM, guard.signedIn(this::decide));
    }

    private Answer code(Call call) {
        // Only what can be a code: nobody is to find other people's words in our page.
        String typed = call.queryParameter(RegistrationPaths.USER_CODE)
                .flatMap(UserCode::typed)
                .map(UserCode::shown)
                .orElse("");
        return pages.page(call, "registration/code", new CodeView(typed, false));
    }

    private Answer open(Viewer viewer, Call call) {
        String typed = call.form().getOrDefault(RegistrationPaths.USER_CODE, "");
        Optional<RegistrationId> opened = approving.open(viewer.customer(), call.address(), typed);
        if (opened.isEmpty()) {
            CodeView again =
                    new CodeView(typed.substring(0, Math.min(typed.length(), UserCode.MOST_TYPED_CHARS)), true);
            return pages.page(call, UNPROCESSABLE, "registration/code", again);
        }
        return Answer.seeOther(confirmPath(opened.get()));
    }

    private static String confirmPath(RegistrationId id) {
        return RegistrationPaths.CONFIRM + "?" + REGISTRATION + "=" + id;
    }

    private Answer confirm(Viewer viewer, Call call) {
        Optional<Approving.Asked> known =
                id(call.queryParameter(REGISTRATION)).flatMap(id -> approving.asked(viewer.customer(), id));
        if (known.isEmpty()) {
            return gone(call);
        }
        Approving.Asked asked = known.get();
        Approving.Decision decided = asked.decided();
        if (decided == null) {
            return pages.page(call, "registration/confirm", view(viewer, call, asked));
        }
        String refused = call.queryParameter(DECISION).equals(Optional.of(WRONG)) ? "wrongCode" : "refused";
        String text = decided == Approving.Decision.APPROVED ? "approved" : refused;
        return pages.page(call, "registration/outcome", new OutcomeView(text, calledBy(asked), null));
    }

    private static @Nullable String calledBy(Approving.Asked asked) {
        return asked.name() != null ? asked.name() : asked.model();
    }

    private AskedView view(Viewer viewer, Call call, Approving.Asked asked) {
        Customer customer = customers
                .customer(viewer.customer())
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "The customer is gone"));
        boolean sameNetwork = asked.network().equals(call.address().prefix());
        return new AskedView(
                asked.id(),
                customer.displayName(),
                asked.name(),
                asked.model(),
                sameNetwork ? null : asked.network(),
                asked.askedAt(),
                asked.choices());
    }

    private Answer decide(Viewer viewer, Call call) {
        Map<String, String> form = call.form();
        Optional<RegistrationId> id = id(Optional.ofNullable(form.get(REGISTRATION)));
        if (id.isEmpty()) {
            return gone(call);
        }
        String decision = form.getOrDefault(DECISION, "");
        if (decision.isEmpty()) {
            throw RefusedException.malformed("decision is missing");
        }
        Approving.Decision taken = decision.equals(NO)
                ? approving.refuse(viewer.customer(), id.get())
                : approving.choose(viewer.customer(), id.get(), decision);
        return switch (taken) {
            case APPROVED, REFUSED -> Answer.seeOther(confirmPath(id.get()));
            case WRONG_CODE -> Answer.seeOther(confirmPath(id.get()) + "&" + DECISION + "=" + WRONG);
            case TOO_MANY_DEVICES ->
                pages.page(call, CONFLICT, "registration/outcome", new OutcomeView("tooMany", null, id.get()));
            case GONE -> gone(call);
        };
    }

    /// A registration of somebody else and one that never was look the same.
    private Answer gone(Call call) {
        return pages.page(
                call, ProblemCode.NOT_FOUND.status(), "registration/outcome", new OutcomeView("gone", null, null));
    }

    private static Optional<RegistrationId> id(Optional<String> sent) {
        try {
            return sent.map(RegistrationId::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
