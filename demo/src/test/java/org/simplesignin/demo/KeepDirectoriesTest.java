package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.sdk.SimpleSignInService;
import org.simplesignin.tokens.InsecureSecretAccess;
import org.simplesignin.tokens.LinkTokenKeys;

/// Makes a pair of [KeptDirectories] with the programs that were packaged, where `-Dkeep=NAME` asks for it: everything
/// by the ways that customers and apps take.
@Tag("process")
@EnabledIfSystemProperty(named = "keep", matches = "[0-9A-Za-z.-]+")
final class KeepDirectoriesTest {
    private final LinkTokenKeys partner = LinkTokenKeys.generate();

    @Test
    void whatAServerAndAClientLeaveIsKept(@TempDir Path directory) throws Exception {
        try (Platform platform = new Platform(directory, partner)) {
            SimpleSignInService.configure(platform.sdk());
            live(platform, directory.resolve("server/mail"));
        }
        keep(directory, System.getProperty("keep"));
    }

    private static void live(Platform platform, Path mails) throws Exception {
        try (PlayedPhone other = new PlayedPhone(platform.wire().url())) {
            other.signUp(mails, "deleted@example.com", "Deleted", KeptDirectories.PASSWORD);
            other.deleteAccount();
        }
        try (PlayedPhone phone = new PlayedPhone(platform.wire().url());
                PlayedShell shell = platform.shell()) {
            phone.signUp(mails, KeptDirectories.EMAIL, KeptDirectories.NAME, KeptDirectories.PASSWORD);
            phone.approve(
                    shell.ask("POST", "/shell/registration").get("userCode").asString());
            while (!shell.ask("GET", "/shell/registration")
                    .get("state")
                    .asString()
                    .equals("registered")) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            link(platform, shell, KeptDirectories.LINKED);
            shell.change("DELETE", "/shell/linked-accounts/" + link(platform, shell, "partner-2"), "");
            shell.change(
                    "PUT",
                    "/shell/switches",
                    "{\"scope\":\"APP\",\"app\":\"" + Platform.OTHER_APP + "\",\"on\":false}");
        }
        // A client has no access token at its start, so it refreshes.
        platform.stopDevice();
        platform.startDevice();
        assertEquals(1, Objects.requireNonNull(answer().links()).size());
        assertEquals(
                List.of("1"),
                platform.books().read("SELECT COUNT(*) FROM sessions WHERE previous_refresh_hash IS NOT NULL"));
    }

    private static GetUserAndLinksResponse answer() throws Exception {
        return SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get();
    }

    private static String link(Platform platform, PlayedShell shell, String partnerUserId) throws Exception {
        String user = Objects.requireNonNull(answer().amazonUserId());
        CompletableFuture<LinkUserAccountResponse> asked =
                SimpleSignInService.linkUserAccount(platform.linkRequest(user, partnerUserId));
        shell.answerDialog("allowed");
        return Objects.requireNonNull(asked.get().linkId());
    }

    private void keep(Path directory, String name) throws Exception {
        Path server = Files.createDirectories(KeptDirectories.server(name));
        for (String file : KeptDirectories.SERVER_FILES) {
            Files.copy(directory.resolve("server").resolve(file), server.resolve(file));
        }
        Files.writeString(
                server.resolve(KeptDirectories.PARTNER_FILE),
                partner.toInsecureJson(InsecureSecretAccess.GRANTED) + "\n");
        Path client = Files.createDirectories(KeptDirectories.client(name));
        KeptDirectories.copy(directory.resolve("device/state"), client.resolve("state"));
        Files.delete(client.resolve("state/lock"));
        Files.copy(directory.resolve("device/shell.key"), client.resolve("shell.key"));
        // A server that was stopped leaves nothing in a write-ahead log: what was copied is everything.
        assertEquals(false, Files.exists(directory.resolve("server/server.db-wal")));
    }
}
