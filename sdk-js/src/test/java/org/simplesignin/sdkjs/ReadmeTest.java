package org.simplesignin.sdkjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.simplesignin.sdkjs.FakeClient.answer;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The twenty lines that README.md promises an app, run as they stand there.
@Tag("browser")
final class ReadmeTest {
    @Test
    void examplesSignInLinkAndKnowTheLanguage() throws Exception {
        try (Stage stage = new Stage()) {
            stage.appSite().page("/readme.js", Site.text("readme.js")).page("/backend.js", """
                    export const asked = [];
                    export const backend = {
                      loginNames: async (links) => links.map(({ linkId }) => ({ loginName: "alice@example.com", linkId })),
                      signInWithSsiToken: async ({ token }) => asked.push(token),
                      linkToken: async (amazonUserId) => ({
                        partnerUserId: "partner-1",
                        identityProviderName: "sample-video",
                        userLoginName: "alice@example.com",
                        linkToken: { token: `link token for ${amazonUserId}`, schema: "LINK-TOKEN-1.0" },
                        linkSigningKey: "a2V5",
                      }),
                    };""");
            stage.clear();
            stage.shell().evaluate("() => { launch.language = 'pt-BR'; }");
            stage.client()
                    .will(
                            answer(Calls.GET_USER_AND_LINKS.answer),
                            answer(Calls.SHOW_LOGIN_SELECTION.answer),
                            answer(Calls.GET_USER_AND_LINKS.answer),
                            answer(Calls.LINK_USER_ACCOUNT.answer));
            assertEquals(
                    Map.of("asked", List.of("ssi.token"), "language", "pt-BR"),
                    stage.app().evaluate("""
                            async () => {
                              const { language } = await import("./readme.js");
                              return { language, asked: (await import("./backend.js")).asked };
                            }"""));
            assertEquals("getUserAndLinks", stage.client().request().call());
            assertEquals("showLoginSelection", stage.client().request().call());
            assertEquals("getUserAndLinks", stage.client().request().call());
            assertEquals("linkUserAccount", stage.client().request().call());
        }
    }
}
