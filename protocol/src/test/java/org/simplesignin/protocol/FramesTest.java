package org.simplesignin.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.Frames.Refusal;
import org.simplesignin.protocol.Frames.RefusedException;

final class FramesTest {
    private static final AppRequest REQUEST = new AppRequest.GetUserAndLinks("example", null);

    @Property(tries = 300)
    void requestsSurviveTheWay(@ForAll("requests") AppRequest request) throws Exception {
        assertEquals(request, Frames.readRequest(new OneByteAtATime(Frames.request(request))));
    }

    @Property(tries = 300)
    void responsesSurviveTheWay(@ForAll("responses") AppResponse response) throws Exception {
        Call call = callOf(response);
        assertEquals(response, Frames.readResponse(new OneByteAtATime(Frames.response(response)), call));
    }

    @Test
    void framesAreThoseOfTheDocument() {
        assertEquals(
                "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":\"example\"}}",
                payload(Frames.request(REQUEST)));
        assertEquals(
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"FAILURE\"}}",
                payload(Frames.response(new RecordMetricsEventResponse(RequestStatus.FAILURE))));
        assertEquals(
                "{\"protocol\":1,\"problem\":\"unsupported_protocol\"}",
                payload(Frames.refusal(Refusal.UNSUPPORTED_PROTOCOL)));
    }

    @Test
    void aFrameThatEndsEarlyIsABrokenConnection() {
        byte[] whole = bytes(Frames.request(REQUEST));
        for (int length = 0; length < whole.length; length++) {
            byte[] truncated = java.util.Arrays.copyOf(whole, length);
            assertThrows(EOFException.class, () -> Frames.readRequest(new ByteArrayInputStream(truncated)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Limits.REQUEST_BYTES + 1, Integer.MAX_VALUE, 0x7B227072})
    void aLengthOutOfBoundsIsRefusedBeforeAnythingIsRead(int length) {
        InputStream in = new ByteArrayInputStream(
                ByteBuffer.allocate(8).putInt(length).putInt(0).array());
        assertEquals(Refusal.MALFORMED_REQUEST, refusal(in));
        assertEquals(4, available(in));
    }

    @Test
    void aRequestOfExactlySixtyFourKibibytesIsRead() throws Exception {
        String start = "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":\"";
        String name = "x".repeat(Limits.REQUEST_BYTES - start.length() - 3);
        assertEquals(new AppRequest.GetUserAndLinks(name, null), Frames.readRequest(frame(start + name + "\"}}")));
        assertEquals(Refusal.MALFORMED_REQUEST, refusal(frame(start + name + "x\"}}")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, -1, Integer.MAX_VALUE})
    void anotherProtocolIsRefusedBeforeItsBodyIsUnderstood(int protocol) {
        String json = "{\"protocol\":" + protocol + ",\"call\":\"unheardOf\",\"body\":[]}";
        assertEquals(Refusal.UNSUPPORTED_PROTOCOL, refusal(frame(json)));
        RefusedException thrown =
                assertThrows(RefusedException.class, () -> Frames.readResponse(frame(json), Call.GET_USER_AND_LINKS));
        assertEquals(Refusal.UNSUPPORTED_PROTOCOL, thrown.refusal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "1",
                "{}",
                "{\"protocol\":1}",
                "{\"protocol\":\"1\",\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":\"a\"}}",
                "{\"protocol\":1.0,\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":\"a\"}}",
                "{\"protocol\":null,\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":\"a\"}}",
                "{\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":\"a\"}}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\"}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":null}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":\"\"}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":[]}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":{}}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":1}}",
                "{\"protocol\":1,\"call\":null,\"body\":{\"identityProviderName\":\"a\"}}",
                "{\"protocol\":1,\"call\":\"GET_USER_AND_LINKS\",\"body\":{\"identityProviderName\":\"a\"}}",
                "{\"protocol\":1,\"call\":\"getuserandlinks\",\"body\":{\"identityProviderName\":\"a\"}}",
                "{\"protocol\":1,\"call\":\"unlink\",\"body\":{\"identityProviderName\":\"a\"}}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":\"a\",\"identityProviderName\":\"b\"}}",
                "{\"protocol\":1,\"call\":\"showLoginSelection\",\"body\":{\"loginNames\":null}}",
                "{\"protocol\":1,\"call\":\"showLoginSelection\",\"body\":{\"loginNames\":[null]}}",
                "{\"protocol\":1,\"call\":\"showLoginSelection\",\"body\":{\"loginNames\":[{\"loginName\":\"a\"}]}}",
            })
    void whatIsNotARequestIsRefused(String json) {
        assertEquals(Refusal.MALFORMED_REQUEST, refusal(frame(json)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"protocol\":1}",
                "{\"protocol\":1,\"body\":null}",
                "{\"protocol\":1,\"body\":{}}",
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"SPLENDID\"}}",
                "{\"protocol\":1,\"problem\":\"\"}",
                "{\"protocol\":1,\"problem\":\"of_a_newer_client\"}",
            })
    void whatIsNotAResponseIsRefused(String json) {
        assertThrows(MalformedMessageException.class, () -> Frames.readResponse(frame(json), Call.RECORD_METRIC_EVENT));
    }

    @Test
    void aRefusalReachesTheAppAlsoFromANewerClient() {
        for (Refusal refusal : Refusal.values()) {
            RefusedException thrown = assertThrows(
                    RefusedException.class,
                    () -> Frames.readResponse(
                            new ByteArrayInputStream(bytes(Frames.refusal(refusal))), Call.LINK_USER_ACCOUNT));
            assertEquals(refusal, thrown.refusal());
        }
        RefusedException newer = assertThrows(
                RefusedException.class,
                () -> Frames.readResponse(
                        frame("{\"protocol\":2,\"problem\":\"unsupported_protocol\"}"), Call.LINK_USER_ACCOUNT));
        assertEquals(Refusal.UNSUPPORTED_PROTOCOL, newer.refusal());
    }

    @Test
    void tenLinksWithTheLargestSsiTokensFit() throws Exception {
        Link link = new Link(
                "l".repeat(64),
                "u".repeat(64),
                "p".repeat(256),
                "i".repeat(64),
                new Token("t".repeat(16 * 1024), Token.SSI_TOKEN),
                "1".repeat(16));
        AppResponse response = new GetUserAndLinksResponse(
                RequestStatus.SUCCESSFUL, "u".repeat(64), java.util.Collections.nCopies(10, link));
        ByteBuffer frame = Frames.response(response);
        assertEquals(response, Frames.readResponse(new ByteArrayInputStream(bytes(frame)), Call.GET_USER_AND_LINKS));
    }

    @Test
    void theLargestRequestsFit() throws Exception {
        List<AppRequest> largest = new ArrayList<>();
        largest.add(new LinkUserAccountRequest(
                "\u0001".repeat(256),
                "i".repeat(64),
                "\u0001".repeat(320),
                new Token("t".repeat(8 * 1024), Token.LINK_TOKEN),
                "k".repeat(1024)));
        largest.add(new AppRequest.ShowLoginSelection(
                java.util.Collections.nCopies(10, new LoginNameValue("\u0001".repeat(320), "l".repeat(64)))));
        for (AppRequest request : largest) {
            assertEquals(request, Frames.readRequest(new ByteArrayInputStream(bytes(Frames.request(request)))));
        }
    }

    @Test
    void aRefusedRequestIsNotRepeated() {
        String json = "{\"protocol\":1,\"call\":\"canary\",\"body\":{\"userLoginName\":\"canary\"}}";
        RefusedException thrown = assertThrows(RefusedException.class, () -> Frames.readRequest(frame(json)));
        assertFalse(thrown.toString().contains("canary"));
        assertTrue(thrown.getCause() == null);
    }

    @Provide
    Arbitrary<? extends AppRequest> requests() {
        return Arbitraries.of(Call.values())
                .flatMap(call -> WireRecords.of(call.request(), name -> WireRecords.unicode()));
    }

    @Provide
    Arbitrary<? extends AppResponse> responses() {
        return Arbitraries.of(Call.values())
                .flatMap(call -> WireRecords.of(call.response(), name -> WireRecords.unicode()));
    }

    private static Call callOf(AppResponse response) {
        return java.util.Arrays.stream(Call.values())
                .filter(call -> call.response().isInstance(response))
                .findFirst()
                .orElseThrow();
    }

    private static Refusal refusal(InputStream in) {
        return assertThrows(RefusedException.class, () -> Frames.readRequest(in))
                .refusal();
    }

    private static int available(InputStream in) {
        try {
            return in.available();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static InputStream frame(String json) {
        byte[] utf8 = json.getBytes(UTF_8);
        return new ByteArrayInputStream(ByteBuffer.allocate(4 + utf8.length)
                .putInt(utf8.length)
                .put(utf8)
                .array());
    }

    private static byte[] bytes(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static String payload(ByteBuffer frame) {
        byte[] bytes = bytes(frame);
        assertEquals(bytes.length - 4, ByteBuffer.wrap(bytes).getInt());
        return new String(bytes, 4, bytes.length - 4, UTF_8);
    }

    /// A stream that hands out what a slow peer would.
    private static final class OneByteAtATime extends InputStream {
        private final ByteBuffer bytes;

        OneByteAtATime(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.hasRemaining() ? bytes.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int next = length == 0 ? 0 : read();
            if (length == 0 || next < 0) {
                return next;
            }
            into[offset] = (byte) next;
            return 1;
        }
    }
}
