package org.simplesignin.server.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateException;
import gg.jte.output.StringOutput;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Routes;

/// Draws pages from templates, with the layout, the texts and the assets that all share. Thread-safe.
///
/// Templates are compiled with this module, into the package of their noun: a template `link/links.jte` can use what is
/// package-private in `link`. Whatever is not written in a template is escaped for the place where it stands.
public final class Pages {
    private static final System.Logger LOG = System.getLogger(Pages.class.getName());
    private static final String NOTICE_COOKIE = "done";
    private static final String TEMPLATES = "org.simplesignin.server";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);
    private final Assets assets;
    private final PageHeaders headers;
    private final Texts texts;

    /// Reads texts and assets.
    ///
    /// @param secure whether browsers reach the pages over TLS
    /// @param embedder the origin whose pages may show ours in a frame, or null
    public Pages(boolean secure, @Nullable String embedder) {
        this.assets = Assets.read();
        this.headers = new PageHeaders(secure, embedder);
        this.texts = Texts.read("en-US");
    }

    /// Adds the assets to the table.
    public void addTo(Routes routes) {
        assets.addTo(routes);
    }

    /// Returns this page.
    ///
    /// @param template the path of the template below `src/main/jte`, without `.jte`
    public Answer page(Call call, String template, Object model) {
        return page(call, 200, template, model);
    }

    /// Returns this page with a status of its own: 422 for a form that was filled in wrong, 429 after too many
    /// tries.
    public Answer page(Call call, int status, String template, Object model) {
        return Answer.html(status, render(call, template, Map.of("model", model)));
    }

    /// Returns 303 to this page of our own, which then says once what was done.
    ///
    /// @param key of a text without arguments; it begins with `done.`
    public Answer done(Call call, String path, String key) {
        if (!isNotice(key)) {
            throw new IllegalArgumentException("there is no text " + key);
        }
        Cookies.set(call, NOTICE_COOKIE, key);
        return Answer.seeOther(path);
    }

    /// Returns the page of a refusal or failure. It says what to do and repeats nothing of the request.
    public Answer error(Call call, ProblemCode code) {
        headers(call);
        try {
            return Answer.html(
                    code.status(), render(call, "page/error", Map.of("code", code, "requestId", call.requestId())));
        } catch (TemplateException e) {
            LOG.log(Level.ERROR, "request " + call.requestId() + ": no page for the error", e);
            return Answer.problem(code, "Tell the operator the Request-Id");
        }
    }

    private String render(Call call, String template, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("page", new Page(texts, assets, call.path(), call.attached(Visit.class), notice(call)));
        StringOutput output = new StringOutput();
        engine.render(template + ".jte", all, output);
        return output.toString();
    }

    private @Nullable String notice(Call call) {
        Optional<String> key = Cookies.read(call, NOTICE_COOKIE);
        if (key.isPresent()) {
            Cookies.delete(call, NOTICE_COOKIE);
        }
        return key.filter(this::isNotice).orElse(null);
    }

    private boolean isNotice(String key) {
        return key.startsWith("done.") && texts.has(key);
    }

    void headers(Call call) {
        headers.addTo(call);
    }
}
