package org.simplesignin.sdkjs;

import java.util.Map;

/// The four calls with right arguments, as an app writes them, and what a client answers.
enum Calls {
    GET_USER_AND_LINKS(
            "getUserAndLinks",
            "'sample-video'",
            "{\"identityProviderName\":\"sample-video\"}",
            "{\"requestStatus\":\"SUCCESSFUL\",\"amazonUserId\":\"user-1\",\"links\":[{\"linkId\":\"Zm9ydHktdHdvLWxpbmtzLTAx\","
                    + "\"amazonUserId\":\"user-1\",\"partnerUserId\":\"partner-1\",\"identityProviderName\":\"sample-video\","
                    + "\"ssiToken\":{\"token\":\"ssi.token\",\"schema\":\"SSI-TOKEN-1.0\"},\"linkedTimestamp\":\"1795300000000\"}]}"),

    LINK_USER_ACCOUNT(
            "linkUserAccount",
            "{partnerUserId: 'partner-1', identityProviderName: 'sample-video', userLoginName: 'alice@example.com',"
                    + " linkToken: {token: 'link.token', schema: 'LINK-TOKEN-1.0'}, linkSigningKey: 'a2V5'}",
            "{\"partnerUserId\":\"partner-1\",\"identityProviderName\":\"sample-video\",\"userLoginName\":\"alice@example.com\","
                    + "\"linkToken\":{\"token\":\"link.token\",\"schema\":\"LINK-TOKEN-1.0\"},\"linkSigningKey\":\"a2V5\"}",
            "{\"requestStatus\":\"SUCCESSFUL\",\"linkId\":\"Zm9ydHktdHdvLWxpbmtzLTAx\",\"successCode\":\"LINK_ESTABLISHED\"}"),

    SHOW_LOGIN_SELECTION(
            "showLoginSelection",
            "[{loginName: 'alice@example.com', linkId: 'Zm9ydHktdHdvLWxpbmtzLTAx'}]",
            "{\"loginNames\":[{\"loginName\":\"alice@example.com\",\"linkId\":\"Zm9ydHktdHdvLWxpbmtzLTAx\"}]}",
            "{\"requestStatus\":\"SUCCESSFUL\",\"linkId\":\"Zm9ydHktdHdvLWxpbmtzLTAx\",\"userSelection\":\"LOGIN_SELECTED\"}"),

    RECORD_METRIC_EVENT(
            "recordMetricEvent",
            "{ssiEvent: 'LOGIN_FAILURE', epochTimestamp: '1795300000000', failureReason: 'FORBIDDEN'}",
            "{\"eventId\":\"…\",\"event\":{\"ssiEvent\":\"LOGIN_FAILURE\",\"epochTimestamp\":\"1795300000000\","
                    + "\"failureReason\":\"FORBIDDEN\"}}",
            "{\"requestStatus\":\"SUCCESSFUL\"}");

    final String wireName;
    final String arguments;
    final String body;
    final String answer;

    Calls(String wireName, String arguments, String body, String answer) {
        this.wireName = wireName;
        this.arguments = arguments;
        this.body = body;
        this.answer = answer;
    }

    /// The call with right arguments.
    String right() {
        return wireName + "(" + arguments + ")";
    }

    boolean showsDialog() {
        return this == LINK_USER_ACCOUNT || this == SHOW_LOGIN_SELECTION;
    }

    /// What the app gets where the request was not processed.
    Map<String, Object> unprocessed(String status) {
        return switch (this) {
            case LINK_USER_ACCOUNT -> Map.of("requestStatus", status, "successCode", "NOT_APPLICABLE");
            case SHOW_LOGIN_SELECTION -> Map.of("requestStatus", status, "userSelection", "NOT_APPLICABLE");
            case GET_USER_AND_LINKS, RECORD_METRIC_EVENT -> Map.of("requestStatus", status);
        };
    }
}
