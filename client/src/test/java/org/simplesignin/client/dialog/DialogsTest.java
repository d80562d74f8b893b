package org.simplesignin.client.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.LinkId;
import org.simplesignin.client.dialog.Dialogs.Verdict;
import org.simplesignin.client.testing.ManualTime;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.device.CountedEvent;
import org.simplesignin.protocol.device.RegisteredApp;

final class DialogsTest {
    private static final AppId APP = new AppId("app");
    private static final LinkId LINK = new LinkId("link-0123456789-0123456789");
    private static final Customer ALICE = new Customer(new CustomerId("customer-0123456789-0123"), "Alice");
    private static final Dialog.Content CONSENT = new Dialog.Consent("alice@example.com");
    private static final Dialog.Content SELECTION =
            new Dialog.Selection(List.of(new Dialog.Account(LINK, "alice@example.com", true)));

    private final ManualTime time = new ManualTime();
    private final Recording screen = new Recording();
    private final List<CountedEvent> counted = new CopyOnWriteArrayList<>();
    private final Dialogs dialogs =
            new Dialogs(screen, time, new SecureRandom(), (customer, app, event) -> counted.add(event));

    private static final class Recording implements Presenter {
        final List<String> told = new CopyOnWriteArrayList<>();
        volatile boolean attentive = true;

        @Override
        public boolean attentive() {
            return attentive;
        }

        @Override
        public void opened(Dialog dialog, Dialogs where) {
            told.add("opened " + dialog.kind().wireName());
        }

        @Override
        public void closed(DialogId id) {
            told.add("closed");
        }
    }

    private static RegisteredApp app(AppId id) {
        return new RegisteredApp(id.value(), "App", "Publisher", "provider", null, List.of(), true);
    }

    private Dialogs.Turn begin(Dialog.Content content) {
        return dialogs.begin(APP, content.kind()).orElseThrow();
    }

    private CompletableFuture<Optional<Ending>> show(Dialogs.Turn turn, Dialog.Content content) throws Exception {
        CompletableFuture<Optional<Ending>> ending =
                TestDevice.async(() -> turn.ask(ALICE, app(APP), content, () -> true));
        TestDevice.until(() -> dialogs.open().isPresent() || ending.isDone());
        return ending;
    }

    private void leaveOpen(Dialog.Content content) throws Exception {
        var ending = show(begin(content), content);
        assertFalse(ending.isDone());
    }

    private DialogId open() {
        return dialogs.open().orElseThrow().id();
    }

    private void paintAndWait() {
        assertTrue(dialogs.painted(open()));
        time.advance(Dialogs.GUARD);
    }

    @Test
    void allowedEndsTheDialog() throws Exception {
        var ending = show(begin(CONSENT), CONSENT);
        paintAndWait();
        assertEquals(Verdict.TAKEN, dialogs.press(open(), Ending.Pressed.ALLOWED));
        assertEquals(Optional.of(Ending.Pressed.ALLOWED), TestDevice.await(ending));
        assertEquals(List.of("opened consent", "closed"), screen.told);
        assertEquals(List.of(CountedEvent.CONSENT_SHOWN, CountedEvent.CONSENT_ALLOWED), counted);
        assertTrue(dialogs.open().isEmpty());
    }

    @Test
    void chosenAccountEndsTheDialog() throws Exception {
        var ending = show(begin(SELECTION), SELECTION);
        paintAndWait();
        assertEquals(Verdict.TAKEN, dialogs.press(open(), new Ending.Selected(LINK)));
        assertEquals(Optional.of(new Ending.Selected(LINK)), TestDevice.await(ending));
        assertEquals(List.of(CountedEvent.SELECTION_SHOWN, CountedEvent.SELECTION_CHOSEN), counted);
    }

    @Test
    void grantBeforeTheFirstFrameIsTooEarly() throws Exception {
        leaveOpen(CONSENT);
        time.advance(Duration.ofSeconds(2));
        assertEquals(Verdict.TOO_EARLY, dialogs.press(open(), Ending.Pressed.ALLOWED));
        assertTrue(dialogs.open().isPresent());
    }

    @Test
    void grantJustBeforeTheGuardEndsIsTooEarly() throws Exception {
        leaveOpen(CONSENT);
        dialogs.painted(open());
        time.advance(Dialogs.GUARD.minusNanos(1));
        assertEquals(Verdict.TOO_EARLY, dialogs.press(open(), Ending.Pressed.ALLOWED));
        time.advance(Duration.ofNanos(1));
        assertEquals(Verdict.TAKEN, dialogs.press(open(), Ending.Pressed.ALLOWED));
    }

    @Test
    void choiceBeforeTheGuardEndsIsTooEarly() throws Exception {
        leaveOpen(SELECTION);
        dialogs.painted(open());
        assertEquals(Verdict.TOO_EARLY, dialogs.press(open(), new Ending.Selected(LINK)));
    }

    @Test
    void paintingAgainStartsTheGuardAgainAndCountsOnce() throws Exception {
        leaveOpen(CONSENT);
        paintAndWait();
        dialogs.painted(open());
        assertEquals(Verdict.TOO_EARLY, dialogs.press(open(), Ending.Pressed.ALLOWED));
        assertEquals(List.of(CountedEvent.CONSENT_SHOWN), counted);
    }

    @Test
    void declineIsTakenAtOnce() throws Exception {
        var ending = show(begin(CONSENT), CONSENT);
        dialogs.painted(open());
        assertEquals(Verdict.TAKEN, dialogs.press(open(), Ending.Pressed.DECLINED));
        assertEquals(Optional.of(Ending.Pressed.DECLINED), TestDevice.await(ending));
    }

    @Test
    void secondPressFindsNoDialog() throws Exception {
        leaveOpen(CONSENT);
        paintAndWait();
        DialogId id = open();
        dialogs.press(id, Ending.Pressed.DECLINED);
        assertEquals(Verdict.GONE, dialogs.press(id, Ending.Pressed.ALLOWED));
        assertFalse(dialogs.painted(id));
        assertEquals(List.of(CountedEvent.CONSENT_SHOWN, CountedEvent.CONSENT_DECLINED), counted);
    }

    @Test
    void closingADialogThatIsOverLeavesTheNextOneOpen() throws Exception {
        leaveOpen(CONSENT);
        DialogId first = open();
        dialogs.press(first, Ending.Pressed.DECLINED);
        leaveOpen(SELECTION);
        DialogId second = open();
        dialogs.close(first);
        assertEquals(second, open());
        dialogs.close(second);
        assertTrue(dialogs.open().isEmpty());
    }

    @Test
    void unknownDialogIsGone() throws Exception {
        leaveOpen(CONSENT);
        assertEquals(Verdict.GONE, dialogs.press(new DialogId("other"), Ending.Pressed.ALLOWED));
    }

    @Test
    void linkThatIsNotInTheListIsNotOffered() throws Exception {
        leaveOpen(SELECTION);
        paintAndWait();
        Ending other = new Ending.Selected(new LinkId("other-0123456789-012345678"));
        assertEquals(Verdict.NOT_OFFERED, dialogs.press(open(), other));
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.Pressed.class,
            names = {"MANUAL", "DISMISSED"})
    void answersOfTheSelectionAreNotOfferedByConsent(Ending.Pressed pressed) throws Exception {
        leaveOpen(CONSENT);
        paintAndWait();
        assertEquals(Verdict.NOT_OFFERED, dialogs.press(open(), pressed));
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.Pressed.class,
            names = {"ALLOWED", "DECLINED"})
    void answersOfConsentAreNotOfferedByTheSelection(Ending.Pressed pressed) throws Exception {
        leaveOpen(SELECTION);
        paintAndWait();
        assertEquals(Verdict.NOT_OFFERED, dialogs.press(open(), pressed));
    }

    @ParameterizedTest
    @EnumSource(Ending.Unanswered.class)
    void noPageCanSayThatNobodyAnswered(Ending.Unanswered ending) throws Exception {
        leaveOpen(SELECTION);
        paintAndWait();
        assertEquals(Verdict.NOT_OFFERED, dialogs.press(open(), ending));
    }

    @Test
    void sameAppAndKindIsADuplicateUntilTheFirstIsClosed() {
        Dialogs.Turn first = begin(CONSENT);
        assertTrue(dialogs.begin(APP, DialogKind.CONSENT).isEmpty());
        assertTrue(dialogs.begin(APP, DialogKind.SELECTION).isPresent());
        assertTrue(dialogs.begin(new AppId("other"), DialogKind.CONSENT).isPresent());
        first.close();
        assertTrue(dialogs.begin(APP, DialogKind.CONSENT).isPresent());
    }

    @Test
    void secondDialogIsNotShownWhileOneIsOpen() throws Exception {
        leaveOpen(CONSENT);
        AppId other = new AppId("other");
        Dialogs.Turn turn = dialogs.begin(other, DialogKind.CONSENT).orElseThrow();
        assertEquals(Optional.empty(), turn.ask(ALICE, app(other), CONSENT, () -> true));
        assertEquals(List.of("opened consent"), screen.told);
    }

    @Test
    void nothingIsShownWhereNobodyLooks() throws Exception {
        screen.attentive = false;
        assertEquals(Optional.empty(), TestDevice.await(show(begin(CONSENT), CONSENT)));
        assertEquals(List.of(), screen.told);
    }

    @Test
    void dialogClosesWhenTheShellGoesAway() throws Exception {
        var ending = show(begin(CONSENT), CONSENT);
        screen.attentive = false;
        time.advance(Duration.ofSeconds(5));
        assertEquals(Optional.of(Ending.Unanswered.CLOSED), TestDevice.await(ending));
        assertEquals(List.of(), counted);
    }

    @Test
    void dialogTimesOutAfterFifteenMinutesAndNotBefore() throws Exception {
        var ending = show(begin(CONSENT), CONSENT);
        dialogs.painted(open());
        time.advance(Duration.ofMinutes(15).minusNanos(1));
        assertFalse(ending.isDone());
        time.advance(Duration.ofNanos(1));
        assertEquals(Optional.of(Ending.Unanswered.TIMED_OUT), TestDevice.await(ending));
        assertEquals(List.of(CountedEvent.CONSENT_SHOWN, CountedEvent.CONSENT_TIMED_OUT), counted);
    }

    @Test
    void selectionTimesOutToo() throws Exception {
        var ending = show(begin(SELECTION), SELECTION);
        dialogs.painted(open());
        time.advance(Duration.ofMinutes(15));
        assertEquals(Optional.of(Ending.Unanswered.TIMED_OUT), TestDevice.await(ending));
        assertEquals(List.of(CountedEvent.SELECTION_SHOWN, CountedEvent.SELECTION_TIMED_OUT), counted);
    }

    @Test
    void withdrawnRequestClosesItsDialogOnly() throws Exception {
        Dialogs.Turn turn = begin(CONSENT);
        Dialogs.Turn other = begin(SELECTION);
        var ending = show(turn, CONSENT);
        other.withdraw();
        assertTrue(dialogs.open().isPresent());
        turn.withdraw();
        assertEquals(Optional.of(Ending.Unanswered.CLOSED), TestDevice.await(ending));
    }

    @Test
    void requestWithdrawnBeforehandIsNeverShown() throws Exception {
        Dialogs.Turn turn = begin(CONSENT);
        turn.withdraw();
        assertEquals(Optional.of(Ending.Unanswered.CLOSED), TestDevice.await(show(turn, CONSENT)));
        assertEquals(List.of(), screen.told);
    }

    @Test
    void dialogIsNotShownToSomebodyElse() {
        assertEquals(Optional.of(Ending.Unanswered.CLOSED), begin(CONSENT).ask(ALICE, app(APP), CONSENT, () -> false));
        assertEquals(List.of(), screen.told);
    }

    @Test
    void nothingIsShownAfterShutDown() throws Exception {
        var ending = show(begin(SELECTION), SELECTION);
        dialogs.shutDown();
        assertEquals(Optional.of(Ending.Unanswered.CLOSED), TestDevice.await(ending));
        assertEquals(
                Optional.of(Ending.Unanswered.CLOSED),
                TestDevice.await(show(dialogs.begin(APP, DialogKind.CONSENT).orElseThrow(), CONSENT)));
    }

    @Test
    void dialogOfAnotherKindThanBegunIsMisuse() {
        Dialogs.Turn turn = begin(CONSENT);
        assertThrows(IllegalArgumentException.class, () -> turn.ask(ALICE, app(APP), SELECTION, () -> true));
    }

    @Test
    void printingADialogShowsNoLoginName() {
        String printed = new Dialog(new DialogId("id"), ALICE, app(APP), CONSENT)
                + " "
                + new Dialog(new DialogId("id"), ALICE, app(APP), SELECTION);
        assertFalse(printed.contains("alice@"), printed);
    }
}
