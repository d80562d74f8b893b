package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.Link;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.sdk.SimpleSignInService;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkTokenKeys;
import org.simplesignin.tokens.SsiTokenVerifier;

/// The programs of this build over what earlier ones left on server and device: the device is still the customer's.
@Tag("process")
final class KeptDirectoriesTest {
    @TempDir
    private Path directory;

    static Stream<String> names() throws IOException {
        return KeptDirectories.names();
    }

    private Platform start(String name) throws Exception {
        KeptDirectories.copy(KeptDirectories.server(name), directory.resolve("server"));
        KeptDirectories.copy(KeptDirectories.client(name), directory.resolve("device"));
        Platform platform = new Platform(directory, partner(name));
        SimpleSignInService.configure(platform.sdk());
        return platform;
    }

    private static LinkTokenKeys partner(String name) throws IOException {
        return LinkTokenKeys.parse(
                Files.readString(KeptDirectories.server(name).resolve(KeptDirectories.PARTNER_FILE)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void sessionOfTheDeviceRefreshesAndTheLinkMints(String name) throws Exception {
        try (Platform platform = start(name)) {
            GetUserAndLinksResponse answer =
                    SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get();

            assertEquals(RequestStatus.SUCCESSFUL, answer.requestStatus());
            Link link = Objects.requireNonNull(answer.links()).getFirst();
            assertEquals(1, answer.links().size());
            assertEquals(
                    KeptDirectories.LINKED,
                    SsiTokenVerifier.builder(partner(name), Platform.ISSUER, IdentityProviderName.of(Platform.PROVIDER))
                            .build()
                            .verify(link.ssiToken().token(), link.ssiToken().schema())
                            .partnerUserId()
                            .value());
            assertEquals(1, platform.books().minted());
            // The client starts without an access token: it has refreshed, by its kept token and its kept key.
            assertFalse(session(KeptDirectories.client(name)).equals(session(directory.resolve("device"))));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void auditLogIsWholeBesideTheServerAndAfterItWasKilled(String name) throws Exception {
        try (Platform platform = start(name)) {
            assertEquals(
                    RequestStatus.SUCCESSFUL,
                    SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get().requestStatus());
            assertWhole();
            platform.killServer();
            assertWhole();
        }
    }

    private void assertWhole() throws Exception {
        List<String> command = RunningDemo.PACKAGED.command(Program.VERIFY_AUDIT, false);
        command.addAll(List.of("--data", directory.resolve("server").toString()));
        Path said = directory.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> "see " + said);
        assertTrue(Files.readString(said).matches("whole: \\d+ lines of 1 customers\n"), () -> "see " + said);
    }

    private static String session(Path client) throws IOException {
        try (Stream<Path> files = Files.list(client.resolve("state"))) {
            Path session = files.filter(file -> file.getFileName().toString().startsWith("session-"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(session);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void customerSignsInAndFindsTheDevice(String name) throws Exception {
        try (Platform platform = start(name);
                PlayedPhone phone = new PlayedPhone(platform.wire().url())) {
            assertTrue(phone.signIn(KeptDirectories.EMAIL, KeptDirectories.PASSWORD));
            assertTrue(phone.open("/devices").contains("TV 1"));
            assertTrue(phone.open("/links").contains("Sample TV"));
        }
    }
}
