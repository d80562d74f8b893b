package org.simplesignin.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.RegisteredApps;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.protocol.device.Switches;
import org.simplesignin.protocol.device.TokenAnswer;
import tools.jackson.databind.JsonNode;

final class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "1",
                "[]",
                "\"SUCCESSFUL\"",
                "[\"SUCCESSFUL\"]",
                "[{\"requestStatus\":\"SUCCESSFUL\"}]",
                "{\"requestStatus\":\"SUCCESSFUL\"",
                "{\"requestStatus\":\"SUCCESSFUL\"}}",
                "{\"requestStatus\":\"SUCCESSFUL\"} x",
                "{\"requestStatus\":\"SUCCESSFUL\"}{\"requestStatus\":\"SUCCESSFUL\"}",
                "{\"requestStatus\":\"SUCCESSFUL\"} null",
                "{\"requestStatus\":\"SUCCESSFUL\",}",
                "{requestStatus:\"SUCCESSFUL\"}",
                "{'requestStatus':'SUCCESSFUL'}",
                "/* */{\"requestStatus\":\"SUCCESSFUL\"}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"n\":NaN}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"n\":01}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"n\":+1}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"n\":.5}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"s\":\"a\nb\"}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"s\":\"\\x\"}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"s\":\"\\u12\"}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"s\":\"\\u12g4\"}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"s\":\"\\u1\uFF12\uFF13\uFF14\"}",
                "\uFEFF{\"requestStatus\":\"SUCCESSFUL\"}",
                "{}",
                "{\"requestStatus\":null}",
                "{\"requestStatus\":0}",
                "{\"requestStatus\":\"0\"}",
                "{\"requestStatus\":\"\"}",
                "{\"requestStatus\":\" \"}",
                "{\"requestStatus\":\"successful\"}",
                "{\"requestStatus\":\"OF_A_NEWER_PEER\"}",
                "{\"requestStatus\":[\"SUCCESSFUL\"]}",
                "{\"requestStatus\":{\"name\":\"SUCCESSFUL\"}}",
                "{\"RequestStatus\":\"SUCCESSFUL\"}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"requestStatus\":\"FAILURE\"}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"\\u0072equestStatus\":\"FAILURE\"}",
                "{\"requestStatus\":\"SUCCESSFUL\",\"unknown\":{\"a\":1,\"a\":2}}",
            })
    void whatIsNotStrictlyTheMessageIsRefused(String json) {
        refused(json, RecordMetricsEventResponse.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"displayName\":1}",
                "{\"displayName\":1.5}",
                "{\"displayName\":true}",
                "{\"displayName\":[\"a\"]}",
                "{\"displayName\":{}}",
                "\"Alice\""
            })
    void onlyAStringIsAString(String json) {
        refused(json, CustomerView.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"600\"",
                "600.0",
                "600.5",
                "6e2",
                "true",
                "null",
                "[600]",
                "9223372036854775808",
                "{}",
                "\"\"",
                "-0.0",
                "123456789012345678901234567890123456789012345678901234567890"
            })
    void onlyAWholeNumberIsANumber(String number) {
        refused(
                "{\"access_token\":\"a\",\"token_type\":\"DPoP\",\"refresh_token\":\"r\",\"expires_in\":" + number
                        + "}",
                TokenAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "\"true\"", "null", "\"\"", "[true]"})
    void onlyABooleanIsABoolean(String flag) {
        refused("{\"account\":" + flag + ",\"device\":true,\"appsOff\":[]}", Switches.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[null]", "[\"a\",null]", "\"a\"", "{}", "[1]", "[[\"a\"]]"})
    void onlyAListOfItsElementsIsAList(String list) {
        refused("{\"app\":\"a\",\"linkIds\":" + list + "}", StartSelectionRequest.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "[{}]", "[[]]", "[\"\"]", "\"\""})
    void noElementOfARecordListIsLeftHalfDone(String list) {
        refused("{\"events\":" + list + ",\"dropped\":0}", MetricBatch.class);
        refused("{\"apps\":" + list + "}", RegisteredApps.class);
    }

    @Test
    void numbersPastEveryTypeAreRefusedAlsoWhereNobodyAsksForThem() {
        String digits = "9".repeat(33);
        refused("{\"requestStatus\":\"SUCCESSFUL\",\"n\":[" + digits + "]}", JsonNode.class);
        refused("{\"events\":[],\"dropped\":1e400}", MetricBatch.class);
        refused("{\"events\":[],\"dropped\":1e2147483648}", MetricBatch.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "\\uD83D\\uD83D\\uDE00",
                "\\ude00\\ud83d",
                "\\ud83d",
                "\\ud83d ",
                "\\ud83d\\n\\ude00",
                "\\ud83d\\\\ude00",
                "\\ud83d\\u0041"
            })
    void loneSurrogatesAreRefusedWhereverTheyStand(String text) {
        refused("{\"displayName\":\"" + text + "\"}", CustomerView.class);
        refused("{\"displayName\":\"a\",\"unknown\":\"" + text + "\"}", CustomerView.class);
        refused("{\"displayName\":\"a\",\"" + text + "\":1}", CustomerView.class);
    }

    @Test
    void pairsOfSurrogatesAreRead() throws Exception {
        assertEquals(
                "😀",
                Json.read(utf8("{\"displayName\":\"\\uD83D\\ude00\"}"), CustomerView.class, 99)
                        .displayName());
        assertEquals(
                "😀",
                Json.read(utf8("{\"displayName\":\"😀\"}"), CustomerView.class, 99)
                        .displayName());
        assertEquals(
                "\\ud800",
                Json.read(utf8("{\"displayName\":\"\\\\ud800\"}"), CustomerView.class, 99)
                        .displayName());
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] surrogateInUtf8 = utf8("{\"displayName\":\"???\"}");
        surrogateInUtf8[16] = (byte) 0xED;
        surrogateInUtf8[17] = (byte) 0xA0;
        surrogateInUtf8[18] = (byte) 0x80;
        refused(surrogateInUtf8, CustomerView.class);
        refused("{\"displayName\":\"é\"}".getBytes(ISO_8859_1), CustomerView.class);
        refused("{\"displayName\":\"a\"}".getBytes(UTF_16BE), CustomerView.class);
        byte[] overlong = utf8("{\"displayName\":\"??\"}");
        overlong[16] = (byte) 0xC0;
        overlong[17] = (byte) 0x80;
        refused(overlong, CustomerView.class);
    }

    @Test
    void sixtyFourKibibytesAreReadAndOneByteMoreIsRefused() throws Exception {
        String frame = "{\"displayName\":\"\"}";
        String name = "n".repeat(Limits.REQUEST_BYTES - frame.length());
        byte[] edge = utf8("{\"displayName\":\"" + name + "\"}");
        assertEquals(64 * 1024, edge.length);
        assertEquals(
                name, Json.read(edge, CustomerView.class, Limits.REQUEST_BYTES).displayName());

        byte[] over = utf8("{\"displayName\":\"" + name + "n\"}");
        assertThrows(MalformedMessageException.class, () -> Json.read(over, CustomerView.class, Limits.REQUEST_BYTES));
    }

    @Test
    void eightLevelsAreReadAndNineAreRefused() throws Exception {
        String eight = "{\"displayName\":\"a\",\"unknown\":" + "[".repeat(7) + "]".repeat(7) + "}";
        assertEquals("a", Json.read(utf8(eight), CustomerView.class, 999).displayName());
        refused("{\"displayName\":\"a\",\"unknown\":" + "[".repeat(8) + "]".repeat(8) + "}", CustomerView.class);
        refused("[".repeat(30_000), CustomerView.class);
        refused("{\"a\":".repeat(10_000), CustomerView.class);
    }

    @Test
    void loneSurrogatesAreNotWritten() {
        for (String text : List.of("\uD83D", "\uDE00", "\uDE00\uD83D", "a\uD83Db")) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> Json.write(new CustomerView(text)));
            assertFalse(String.valueOf(refusal.getMessage()).contains(text));
        }
    }

    @Test
    void membersAreThoseOfTheSpecification() {
        Link link = new Link("l", "u", "p", "example", new Token("t", Token.SSI_TOKEN), "1");
        assertJson(
                "{'requestStatus':'SUCCESSFUL','amazonUserId':'u','links':[{'linkId':'l','amazonUserId':'u','partnerUserId':'p',"
                        + "'identityProviderName':'example','ssiToken':{'token':'t','schema':'SSI-TOKEN-1.0'},"
                        + "'linkedTimestamp':'1'}]}",
                new GetUserAndLinksResponse(RequestStatus.SUCCESSFUL, "u", List.of(link)));
        assertJson(
                "{'partnerUserId':'p','identityProviderName':'example','userLoginName':'n',"
                        + "'linkToken':{'token':'t','schema':'LINK-TOKEN-1.0'},'linkSigningKey':'k'}",
                new LinkUserAccountRequest("p", "example", "n", new Token("t", Token.LINK_TOKEN), "k"));
        assertJson(
                "{'requestStatus':'SUCCESSFUL','linkId':'l','successCode':'LINK_ESTABLISHED'}",
                new LinkUserAccountResponse(RequestStatus.SUCCESSFUL, "l", LinkAccountSuccessCode.LINK_ESTABLISHED));
        assertJson(
                "{'loginNames':[{'loginName':'n','linkId':'l'}]}",
                new AppRequest.ShowLoginSelection(List.of(new LoginNameValue("n", "l"))));
        assertJson(
                "{'requestStatus':'SUCCESSFUL','linkId':'l','userSelection':'LOGIN_SELECTED'}",
                new ShowLoginSelectionResponse(RequestStatus.SUCCESSFUL, "l", UserSelection.LOGIN_SELECTED));
        assertJson(
                "{'eventId':'e','event':{'ssiEvent':'LOGIN_FAILURE','epochTimestamp':'1','failureReason':'FORBIDDEN'}}",
                new AppRequest.RecordMetricEvent(
                        "e", new SSIEventRequest(SSIEvent.LOGIN_FAILURE, "1", FailureReason.FORBIDDEN)));
        assertJson("{'requestStatus':'NOT_SUPPORTED'}", new RecordMetricsEventResponse(RequestStatus.NOT_SUPPORTED));
        assertJson("{'identityProviderName':'example'}", new AppRequest.GetUserAndLinks("example", null));
    }

    @Test
    void absentMembersAreReadAsAbsent() throws Exception {
        GetUserAndLinksResponse response =
                Json.read(utf8("{\"requestStatus\":\"FAILURE\"}"), GetUserAndLinksResponse.class, 99);
        assertNull(response.amazonUserId());
        assertNull(response.links());
    }

    private static void assertJson(String expected, Object message) {
        assertEquals(expected.replace('\'', '"'), new String(Json.write(message), UTF_8));
    }

    private static void refused(String json, Class<?> type) {
        refused(utf8(json), type);
    }

    private static void refused(byte[] json, Class<?> type) {
        MalformedMessageException refusal = assertThrows(
                MalformedMessageException.class, () -> Json.read(json, type, 99_999), () -> new String(json, UTF_8));
        assertNull(refusal.getCause());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
