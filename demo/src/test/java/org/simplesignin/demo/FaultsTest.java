package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.Link;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.SSIEventRequest;
import org.simplesignin.protocol.ShowLoginSelectionResponse;
import org.simplesignin.protocol.UserSelection;
import org.simplesignin.sdk.SimpleSignInService;

/// What happens when parts die at the worst moment, or the customer changes their mind while an app holds an answer:
/// real processes, `kill -9`, a wire cut at an exact place.
@Tag("process")
@Order(1) // takes longest
final class FaultsTest {
    @TempDir
    Path directory;

    private Platform platform;
    private PlayedShell shell;

    @BeforeEach
    void start() throws Exception {
        platform = new Platform(directory);
        shell = platform.shell();
        SimpleSignInService.configure(platform.sdk());
    }

    @AfterEach
    void stop() throws Exception {
        shell.close();
        platform.close();
    }

    @Test
    void serverKilledBeforeItHearsTheConsentEndsWithOneLinkWhenTheRequestIsRepeated() throws Exception {
        platform.wire()
                .cutOnce(
                        CuttingProxy.Place.BEFORE_THE_REQUEST,
                        "POST /device/v1/links/finish",
                        () -> platform.killServer());

        LinkUserAccountResponse first = allowWhileTheServerDies();

        assertLinkedOnceAfter(first);
    }

    @Test
    void serverKilledBetweenStoringTheLinkAndItsAnswerEndsWithThatLink() throws Exception {
        platform.wire()
                .cutOnce(
                        CuttingProxy.Place.BEFORE_THE_ANSWER,
                        "POST /device/v1/links/finish",
                        () -> platform.killServer());

        LinkUserAccountResponse first = allowWhileTheServerDies();

        assertLinkedOnceAfter(first);
        assertEquals(1, storedLinks(), "the answer was lost, the link was not");
    }

    private LinkUserAccountResponse allowWhileTheServerDies() throws Exception {
        CompletableFuture<LinkUserAccountResponse> answer =
                SimpleSignInService.linkUserAccount(platform.linkRequest(amazonUserId(), "partner-1"));
        shell.answerDialog("allowed");
        platform.wire().awaitCut();
        platform.startServer();
        return answer.get();
    }

    private void assertLinkedOnceAfter(LinkUserAccountResponse first) throws Exception {
        assertTrue(
                Set.of(RequestStatus.SUCCESSFUL, RequestStatus.RETRYABLE_FAILURE)
                        .contains(first.requestStatus()),
                () -> "the app was told " + first);
        CompletableFuture<LinkUserAccountResponse> repeated =
                SimpleSignInService.linkUserAccount(platform.linkRequest(amazonUserId(), "partner-1"));
        if (storedLinks() == 0) {
            shell.answerDialog("allowed");
        }
        LinkUserAccountResponse end = repeated.get();
        assertEquals(RequestStatus.SUCCESSFUL, end.requestStatus());
        List<Link> links = links();
        assertEquals(List.of(Objects.requireNonNull(end.linkId())), ids(links));
        if (first.linkId() != null) {
            assertEquals(first.linkId(), end.linkId());
        }
    }

    @Test
    void sameRequestTwiceAtOnceShowsOneDialogAndMakesOneLink() throws Exception {
        LinkUserAccountRequest request = platform.linkRequest(amazonUserId(), "partner-1");

        List<CompletableFuture<LinkUserAccountResponse>> both =
                List.of(SimpleSignInService.linkUserAccount(request), SimpleSignInService.linkUserAccount(request));
        shell.answerDialog("allowed");

        List<RequestStatus> statuses = new ArrayList<>();
        for (CompletableFuture<LinkUserAccountResponse> one : both) {
            statuses.add(one.get().requestStatus());
        }
        assertEquals(Set.of(RequestStatus.SUCCESSFUL, RequestStatus.DUPLICATE_REQUEST), Set.copyOf(statuses));
        assertEquals(1, links().size());
    }

    @Test
    void serverAwayIsARetryableFailureAndMetricEventsAreDeliveredOnceLater() throws Exception {
        platform.killServer();

        assertEquals(
                RequestStatus.RETRYABLE_FAILURE,
                SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get().requestStatus());
        for (int i = 0; i < 3; i++) {
            SSIEventRequest event = new SSIEventRequest(SSIEvent.MANUAL_SIGNIN_SELECTED, "179530000000" + i, null);
            assertEquals(
                    RequestStatus.SUCCESSFUL,
                    SimpleSignInService.recordMetricEvent(event).get().requestStatus());
        }
        platform.wire().cutOnce(CuttingProxy.Place.BEFORE_THE_ANSWER, "POST /device/v1/metric-events", () -> {});
        platform.startServer();
        platform.wire().awaitCut();

        awaitDelivered();
        assertEquals(
                Collections.nCopies(3, "MANUAL_SIGNIN_SELECTED"),
                platform.books().reported(3));
    }

    /// The first delivery's answer was lost; once the second one has been made, what is stored is final.
    private void awaitDelivered() throws Exception {
        while (platform.books().figure("simple_sign_in_metric_events_total") < 6) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void metricEventOutlivesAKilledDevice() throws Exception {
        platform.killServer();
        SSIEventRequest event = new SSIEventRequest(SSIEvent.LOGIN_SUCCESS, "1795300000000", null);
        SimpleSignInService.recordMetricEvent(event).get();
        platform.killDevice();

        platform.startServer();
        platform.startDevice();

        assertEquals(List.of("LOGIN_SUCCESS"), platform.books().reported(1));
    }

    @Test
    void clientAwayIsNotSupported() throws Exception {
        platform.killDevice();

        GetUserAndLinksResponse answer =
                SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get();

        assertEquals(RequestStatus.NOT_SUPPORTED, answer.requestStatus());
        assertNull(answer.links());
    }

    @Test
    void clientKilledUnderAnOpenDialogIsARetryableFailureAndLeavesNoLink() throws Exception {
        CompletableFuture<LinkUserAccountResponse> answer =
                SimpleSignInService.linkUserAccount(platform.linkRequest(amazonUserId(), "partner-1"));
        shell.awaitDialog();

        platform.killDevice();

        assertEquals(RequestStatus.RETRYABLE_FAILURE, answer.get().requestStatus());
        assertEquals(0, storedLinks());
    }

    @Test
    void turnedOffWhileAnAppHoldsAnAnswerTheNextCallSaysSoAndNothingIsMintedAfter() throws Exception {
        String linkId = link("partner-1");
        assertEquals(List.of(linkId), ids(links()));
        LinkUserAccountRequest another = platform.linkRequest(amazonUserId(), "partner-2");
        double minted = platform.books().minted();

        shell.change("PUT", "/shell/switches", "{\"scope\":\"ACCOUNT\",\"on\":false}");

        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF,
                SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get().requestStatus());
        ShowLoginSelectionResponse selection = select(linkId);
        assertEquals(RequestStatus.FEATURE_TURNED_OFF, selection.requestStatus());
        assertEquals(UserSelection.NOT_APPLICABLE, selection.userSelection());
        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF,
                SimpleSignInService.linkUserAccount(another).get().requestStatus());
        assertEquals(minted, platform.books().minted());
        assertEquals(0, storedLinks(), "off for the account destroys the links");

        shell.change("PUT", "/shell/switches", "{\"scope\":\"ACCOUNT\",\"on\":true}");
        assertEquals(List.of(), links());
    }

    @Test
    void turnedOffForTheDeviceHidesTheLinksAndDestroysNone() throws Exception {
        String linkId = link("partner-1");

        shell.change("PUT", "/shell/switches", "{\"scope\":\"DEVICE\",\"on\":false}");
        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF,
                SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get().requestStatus());

        shell.change("PUT", "/shell/switches", "{\"scope\":\"DEVICE\",\"on\":true}");
        assertEquals(List.of(linkId), ids(links()));
    }

    @Test
    void unlinkedWhileAnAppHoldsAnAnswerTheChoiceFailsAndNothingIsMintedAfter() throws Exception {
        String linkId = link("partner-1");
        assertEquals(List.of(linkId), ids(links()));
        double minted = platform.books().minted();

        shell.change("DELETE", "/shell/linked-accounts/" + linkId, "");

        assertEquals(RequestStatus.FAILURE, select(linkId).requestStatus());
        assertEquals(List.of(), links());
        assertEquals(minted, platform.books().minted());
    }

    @Test
    void childProfileIsNotAvailable() throws Exception {
        shell.change("POST", "/shell/profile", "{\"profile\":\"child\"}");

        assertEquals(
                RequestStatus.NOT_AVAILABLE,
                SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get().requestStatus());
    }

    @Test
    void threeDeclinesAreRespectedForAWeek() throws Exception {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<LinkUserAccountResponse> asked =
                    SimpleSignInService.linkUserAccount(platform.linkRequest(amazonUserId(), "partner-1"));
            shell.answerDialog("declined");
            assertEquals(LinkAccountSuccessCode.CONSENT_DENIED, asked.get().successCode());
        }

        LinkUserAccountResponse fourth = SimpleSignInService.linkUserAccount(
                        platform.linkRequest(amazonUserId(), "partner-1"))
                .get();

        assertEquals(RequestStatus.NOT_AVAILABLE, fourth.requestStatus());
        assertEquals(LinkAccountSuccessCode.NOT_APPLICABLE, fourth.successCode());
    }

    @Test
    void loginNameAndSecretsAreInNoFileOfServerOrDevice() throws Exception {
        LinkUserAccountRequest request = platform.linkRequest(amazonUserId(), "partner-1");
        CompletableFuture<LinkUserAccountResponse> asked = SimpleSignInService.linkUserAccount(request);
        assertEquals(
                "viewer@example.com",
                shell.answerDialog("allowed").get("loginName").asString());
        assertEquals(LinkAccountSuccessCode.LINK_ESTABLISHED, asked.get().successCode());
        String ssiToken = links().getFirst().ssiToken().token();

        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("viewer@example.com"), () -> "a login name is in " + file);
                assertFalse(bytes.contains(request.linkSigningKey()), () -> "a link signing key is in " + file);
                assertFalse(bytes.contains(ssiToken), () -> "an SSI token is in " + file);
            }
        }
    }

    private String link(String partnerUserId) throws Exception {
        CompletableFuture<LinkUserAccountResponse> asked =
                SimpleSignInService.linkUserAccount(platform.linkRequest(amazonUserId(), partnerUserId));
        shell.answerDialog("allowed");
        return Objects.requireNonNull(asked.get().linkId());
    }

    private static ShowLoginSelectionResponse select(String linkId) throws Exception {
        return SimpleSignInService.showLoginSelection(List.of(new LoginNameValue("viewer@example.com", linkId)))
                .get();
    }

    private static String amazonUserId() throws Exception {
        GetUserAndLinksResponse answer =
                SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get();
        assertEquals(RequestStatus.SUCCESSFUL, answer.requestStatus());
        return Objects.requireNonNull(answer.amazonUserId());
    }

    private static List<Link> links() throws Exception {
        GetUserAndLinksResponse answer =
                SimpleSignInService.getUserAndLinks(Platform.PROVIDER).get();
        assertEquals(RequestStatus.SUCCESSFUL, answer.requestStatus());
        assertNotNull(answer.links());
        return answer.links();
    }

    private static List<String> ids(List<Link> links) {
        return links.stream().map(Link::linkId).toList();
    }

    private long storedLinks() throws Exception {
        return platform.books().links();
    }
}
