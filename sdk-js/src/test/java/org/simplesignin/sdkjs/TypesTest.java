package org.simplesignin.sdkjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.simplesignin.sdkjs.FakeClient.answer;

import com.microsoft.playwright.Page;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.simplesignin.protocol.FailureReason;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.UserSelection;

/// An app in TypeScript that was written to the original's promise API compiles and runs after its import is changed.
/// The compiler runs in the browser, so that Java alone builds all of this.
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TypesTest {
    private static final String TYPES = Site.text("/META-INF/resources/simple-sign-in.d.ts");
    private static final Pattern EXPECTED = Pattern.compile("// (\\d+)$");

    private final Stage stage = new Stage();
    private final Site compiler = new Site("compiler.localhost").page("/", "<!doctype html><title>compiler</title>");
    private @Nullable Page page;

    /// A line of a file with the number of the error in it.
    private record TypeError(int line, int code) {}

    private record Diagnostic(String file, int line, int code, String text) {}

    private record Compiled(List<Diagnostic> diagnostics, Map<String, String> emitted) {
        List<TypeError> errors() {
            return diagnostics.stream()
                    .map(found -> new TypeError(found.line(), found.code()))
                    .toList();
        }

        String app() {
            return Objects.requireNonNull(emitted.get("/app.js"));
        }
    }

    @BeforeAll
    void typeScript() throws IOException {
        stage.clear();
        String archive = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("typescript"))
                .findFirst()
                .orElseThrow();
        try (JarFile jar = new JarFile(archive)) {
            for (ZipEntry entry : jar.stream().toList()) {
                String name = entry.getName().replaceFirst(".*/lib/", "");
                if (name.matches("typescript\\.js|lib\\.[a-z0-9.]*d\\.ts")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        compiler.page("/ts/" + name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    @AfterAll
    void close() {
        stage.close();
        compiler.close();
    }

    @Test
    void anAppForTheOriginalCompilesAndRuns() throws Exception {
        Compiled compiled = compile(changeImport(Site.text("app.ts")));
        assertEquals(List.of(), compiled.errors(), compiled::toString);
        stage.appSite()
                .page("/compiled.js", compiled.app())
                .page("/app.html", "<!doctype html><title>app</title><script type=module src=/compiled.js></script>");
        stage.clear();

        stage.client()
                .will(
                        answer(Calls.GET_USER_AND_LINKS.answer),
                        answer(Calls.SHOW_LOGIN_SELECTION.answer),
                        answer(Calls.RECORD_METRIC_EVENT.answer));
        assertEquals(true, stage.app().evaluate("() => signIn()"));
        assertEquals(
                Map.of("token", "ssi.token", "schema", "SSI-TOKEN-1.0"),
                stage.app().evaluate("() => backend.signedInWith"));
        assertEquals("getUserAndLinks", stage.client().request().call());
        assertEquals(
                "{\"loginNames\":[{\"loginName\":\"partner-1@example.com\",\"linkId\":\"Zm9ydHktdHdvLWxpbmtzLTAx\"}]}",
                stage.client().request().body());
        assertEquals(true, stage.client().request().body().contains("LOGIN_SUCCESS"));

        stage.client().will(answer(Calls.GET_USER_AND_LINKS.answer), answer(Calls.LINK_USER_ACCOUNT.answer));
        assertEquals("LINK_ESTABLISHED", stage.app().evaluate("() => link()"));
        stage.client().request();
        assertEquals(true, stage.client().request().body().contains("link token for user-1"));

        stage.client().will(answer(Calls.GET_USER_AND_LINKS.answer));
        assertEquals(List.of("sample-video"), stage.app().evaluate("() => providers()"));
    }

    @Test
    void theSameAppFallsBackWhereTheDeviceCannotDoIt() throws Exception {
        Compiled compiled = compile(changeImport(Site.text("app.ts")));
        stage.appSite()
                .page("/compiled.js", compiled.app())
                .page("/app.html", "<!doctype html><title>app</title><script type=module src=/compiled.js></script>");
        stage.clear();
        stage.client().will(answer("{\"requestStatus\":\"FEATURE_TURNED_OFF\"}"));
        assertEquals(false, stage.app().evaluate("() => signIn()"));
        assertEquals("NOT_APPLICABLE", stage.app().evaluate("() => link()"));
    }

    @Test
    void wrongUsesAreToldSo() throws Exception {
        String wrong = changeImport(Site.text("wrong.ts"));
        List<String> lines = wrong.lines().toList();
        List<TypeError> expected = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher number = EXPECTED.matcher(lines.get(i));
            if (number.find()) {
                expected.add(new TypeError(i + 1, Integer.parseInt(number.group(1))));
            }
        }
        Compiled compiled = compile(wrong);
        assertFalse(expected.isEmpty());
        assertEquals(expected, compiled.errors(), compiled::toString);
    }

    @Test
    void typesKnowTheConstantsOfJavaAndNoOthers() throws Exception {
        StringBuilder source = new StringBuilder("import * as sdk from './simple-sign-in.js';\n");
        for (Class<? extends Enum<?>> type : List.of(
                RequestStatus.class,
                LinkAccountSuccessCode.class,
                UserSelection.class,
                SSIEvent.class,
                FailureReason.class)) {
            String members = Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.name() + ": sdk." + type.getSimpleName() + "." + constant.name())
                    .collect(Collectors.joining(", "));
            // Record demands every member of the union, and an object literal may have no other.
            source.append("export const all%1$s: { [N in sdk.%1$s]: N } = { %2$s };%n"
                    .formatted(type.getSimpleName(), members));
        }
        Compiled compiled = compile(source.toString());
        assertEquals(List.of(), compiled.errors(), compiled::toString);
    }

    private static String changeImport(String source) {
        return source.replace("\"the-original\"", "\"./simple-sign-in.js\"");
    }

    private Compiled compile(String source) throws MalformedMessageException {
        if (page == null) {
            page = stage.pageBeside();
            page.navigate(compiler.origin() + "/");
            page.addScriptTag(new Page.AddScriptTagOptions().setUrl("/ts/typescript.js"));
        }
        String json = String.valueOf(page.evaluate(
                Site.text("compile.js"), new TreeMap<>(Map.of("/app.ts", source, "/simple-sign-in.d.ts", TYPES))));
        return Json.read(json.getBytes(StandardCharsets.UTF_8), Compiled.class, 1 << 20);
    }
}
