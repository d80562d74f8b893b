package org.simplesignin.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.simplesignin.sdk.FakeClient.answering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.sdk.Fixtures.Ask;

/// A request that is taken back ends, and a call that is done leaves nothing behind.
final class LeftoverTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void cancellingTakesTheRequestBack(Ask ask) throws Exception {
        try (FakeClient client = waiting()) {
            Fixtures.use(client.socket());
            CompletableFuture<? extends AppResponse> answer = ask.call();
            client.request();
            assertTrue(answer.cancel(true));
            client.awaitConnectionEnd();
            assertThrows(CancellationException.class, answer::get);
            assertEquals(1, client.connections());
        }
    }

    @Test
    void aTimeoutOfTheAppsOwnTakesTheRequestBack() throws Exception {
        try (FakeClient client = waiting()) {
            Fixtures.use(client.socket());
            CompletableFuture<? extends AppResponse> answer =
                    Ask.SHOW_LOGIN_SELECTION.call().orTimeout(10, TimeUnit.MILLISECONDS);
            assertThrows(ExecutionException.class, answer::get);
            client.request();
            client.awaitConnectionEnd();
        }
    }

    @Test
    void cancellingAtOnceLeavesNoConnectionOpen() throws Exception {
        try (FakeClient client = FakeClient.listening(directory, FakeClient.Connected::awaitClose)) {
            Fixtures.use(client.socket());
            for (int i = 0; i < 50; i++) {
                Ask.LINK_USER_ACCOUNT.call().cancel(false);
            }
            joinThreadsOfCalls();
        }
    }

    @Test
    void noThreadAndNoDescriptorIsLeft() throws Exception {
        try (FakeClient client = FakeClient.listening(directory, app -> {
            AppRequest request = app.read();
            if (!(request instanceof AppRequest.GetUserAndLinks)) {
                app.send(Stream.of(Ask.values())
                        .filter(ask -> ask.response().getClass()
                                == org.simplesignin.protocol.Call.of(request).response())
                        .findFirst()
                        .orElseThrow()
                        .response());
            }
        })) {
            Fixtures.use(client.socket());
            askAll();
            joinThreadsOfCalls();
            int first = client.connections();
            for (int ended = 0; ended < first; ended++) {
                client.awaitConnectionEnd();
            }
            Set<String> before = descriptors();
            for (int round = 0; round < 25; round++) {
                askAll();
            }
            joinThreadsOfCalls();
            for (int ended = first; ended < client.connections(); ended++) {
                client.awaitConnectionEnd();
            }
            assertEquals(before.size(), descriptors().size(), () -> before + " became " + descriptors());
        }
        Fixtures.use(directory.resolve("nobody.sock"));
        Set<String> before = descriptors();
        askAll();
        joinThreadsOfCalls();
        assertEquals(before.size(), descriptors().size());
    }

    @Test
    void parallelCallsGetEachItsOwnAnswer() throws Exception {
        try (FakeClient client = FakeClient.listening(directory, app -> {
            AppRequest.GetUserAndLinks asked = (AppRequest.GetUserAndLinks) app.read();
            app.send(new org.simplesignin.protocol.GetUserAndLinksResponse(
                    RequestStatus.SUCCESSFUL, asked.identityProviderName(), List.of()));
        })) {
            Fixtures.use(client.socket());
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                answers.add(SimpleSignInService.getUserAndLinks("provider-" + i)
                        .thenApply(response -> String.valueOf(response.amazonUserId())));
            }
            for (int i = 0; i < 32; i++) {
                assertEquals("provider-" + i, answers.get(i).get());
            }
        }
    }

    @Test
    void anAppThatEndsDoesNotWaitForADialog() throws Exception {
        try (FakeClient client = waiting()) {
            Fixtures.use(client.socket());
            CompletableFuture<? extends AppResponse> answer = Ask.LINK_USER_ACCOUNT.call();
            client.request();
            assertTrue(threadsOfCalls().stream().allMatch(Thread::isDaemon));
            assertEquals(1, threadsOfCalls().size());
            answer.cancel(true);
        }
        joinThreadsOfCalls();
    }

    @Test
    void everyEventHasAnIdOfItsOwn() throws Exception {
        try (FakeClient client = FakeClient.listening(directory, answering(Fixtures.RECORDED))) {
            Fixtures.use(client.socket());
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                SimpleSignInService.recordMetricEvent(Fixtures.EVENT).get();
                ids.add(((AppRequest.RecordMetricEvent) client.request()).eventId());
            }
            assertEquals(50, ids.size());
        }
    }

    private FakeClient waiting() throws IOException {
        return FakeClient.listening(directory, app -> {
            app.read();
            app.awaitClose();
        });
    }

    private static void askAll() throws Exception {
        for (Ask ask : Ask.values()) {
            ask.call().get();
        }
    }

    private static List<Thread> threadsOfCalls() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("simple-sign-in"))
                .toList();
    }

    private static void joinThreadsOfCalls() throws InterruptedException {
        for (Thread thread : threadsOfCalls()) {
            assertTrue(thread.join(java.time.Duration.ofSeconds(30)), thread::toString);
        }
        assertEquals(List.of(), threadsOfCalls());
    }

    /// What this process has open besides files: sockets, and what a selector is made of.
    private static Set<String> descriptors() {
        Set<String> open = new HashSet<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : (Iterable<Path>) all::iterator) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:") || target.startsWith("anon_inode:")) {
                        open.add(descriptor.getFileName() + " " + target);
                    }
                } catch (NoSuchFileException closedMeanwhile) {
                    // Not open, so not counted.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }
}
