package org.simplesignin.client.registration;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.registration.Standing.Registered;
import org.simplesignin.client.registration.Standing.Simple;
import org.simplesignin.client.registration.Standing.Waiting;
import org.simplesignin.client.session.Answer;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.DeviceCode;
import org.simplesignin.client.session.DeviceGrant;
import org.simplesignin.client.session.DeviceGrant.Granted;
import org.simplesignin.client.session.DeviceGrant.NotGranted;
import org.simplesignin.client.session.DeviceGrant.Poll;
import org.simplesignin.client.session.Sessions;
import org.simplesignin.client.time.Backoff;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;

/// The registration of a customer on this device, one at a time. It shows one code; a fresh one comes 90 s before the
/// shown one ends, and the old one goes on being polled until its end, because the customer may be typing it. Somebody
/// must look: without a screen no fresh code is asked for, and after half an hour without an answer none at all.
/// Thread-safe; no lock is held while the server is asked.
public final class Registration implements AutoCloseable {
    /// For how long fresh codes are asked for.
    static final Duration LONGEST = Duration.ofMinutes(30);

    /// How long before the end of a code the next one is asked for.
    static final Duration AHEAD = Duration.ofSeconds(90);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(Registration.class.getName());

    private final DeviceGrant grant;
    private final Sessions sessions;
    private final SavedCodes saved;
    private final MonotonicTime time;
    private final BooleanSupplier watched;
    private final Runnable onChange;

    private final List<PolledCode> polled = new ArrayList<>();
    private Standing standing = Simple.NONE;
    private @Nullable PolledCode shown;
    private Duration until = Duration.ZERO;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30));
    private MonotonicTime.@Nullable Alarm asking;
    private MonotonicTime.@Nullable Alarm ending;
    private CompletableFuture<Boolean> firstAnswer = new CompletableFuture<>();
    /// Moves with every beginning and end: an answer to a question of before is not taken.
    private long number;
    /// The number for which a code is being asked for, or -1.
    private long asked = -1;

    private boolean closed;

    /// @param file where the codes being polled are kept
    /// @param watched whether some screen of the device is looked at
    /// @param onChange is told when [#standing] is another
    public Registration(
            DeviceGrant grant,
            Sessions sessions,
            AtomicFile file,
            MonotonicTime time,
            BooleanSupplier watched,
            Runnable onChange) {
        this.grant = grant;
        this.sessions = sessions;
        this.saved = new SavedCodes(file);
        this.time = time;
        this.watched = watched;
        this.onChange = onChange;
    }

    /// Goes on with what was under way when the client ended: a code that was approved meanwhile is not lost.
    public void resume() {
        for (SavedCodes.Code code : saved.load()) {
            if (!sessions.joinedBefore(code.deviceCode())) {
                Duration interval = Duration.ofSeconds(Math.clamp(code.intervalSeconds(), 1, 60));
                synchronized (this) {
                    poll(new PolledCode(code.deviceCode(), time.now().plus(DeviceCode.LONGEST_LIFE), interval));
                }
            }
        }
        synchronized (this) {
            save();
        }
    }

    /// Returns where it stands.
    public synchronized Standing standing() {
        PolledCode code = shown;
        return standing instanceof Waiting waiting && code != null
                ? new Waiting(waiting.code(), positive(code.end.minus(time.now())))
                : standing;
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /// Begins a registration, or joins the one that is under way; returns where it stands once the server has
    /// answered or 10 s have passed.
    public Standing begin() {
        CompletableFuture<Boolean> answer;
        long mine;
        boolean ask;
        synchronized (this) {
            until = time.now().plus(LONGEST);
            if (!standing.isUnderWay()) {
                number++;
                shown = null;
                standing = Simple.STARTING;
                backoff.reset();
                firstAnswer = new CompletableFuture<>();
                ask = true;
            } else {
                // Nobody looked when the shown code was to be renewed, or the server was away: not to be waited for.
                ask = (standing instanceof Waiting && asking == null) || standing == Simple.SERVER_AWAY;
            }
            mine = number;
            answer = firstAnswer;
        }
        if (ask) {
            ask(mine);
        }
        answer.join();
        return standing();
    }

    /// Ends a registration: whoever approves a code of it from now on lets nobody in.
    public void cancel() {
        synchronized (this) {
            stop(Simple.NONE);
        }
        onChange.run();
    }

    private void ask(long mine) {
        CompletableFuture<Boolean> waiting;
        synchronized (this) {
            if (number != mine || closed || asked == mine) {
                return;
            }
            asked = mine;
            cancelAsking();
            waiting = firstAnswer;
        }
        try {
            Answer<DeviceCode> answer = grant.authorize(Deadline.after(PATIENCE, time));
            synchronized (this) {
                if (number == mine && !closed) {
                    take(answer, mine);
                }
            }
        } finally {
            synchronized (this) {
                if (asked == mine) {
                    asked = -1;
                }
            }
            waiting.complete(true);
        }
        onChange.run();
    }

    private void take(Answer<DeviceCode> answer, long mine) {
        if (answer instanceof Answered<DeviceCode> answered) {
            show(answered.value(), mine);
            return;
        }
        if (standing == Simple.STARTING) {
            standing = Simple.SERVER_AWAY;
        }
        asking = time.in(backoff.next(), () -> renew(mine));
    }

    private void show(DeviceCode code, long mine) {
        PolledCode next = new PolledCode(code.secret(), time.now().plus(code.life()), code.interval());
        shown = next;
        standing = new Waiting(code, code.life());
        backoff.reset();
        poll(next);
        save();
        Duration half = code.life().dividedBy(2);
        Duration early = code.life().minus(AHEAD);
        asking = time.in(early.compareTo(half) > 0 ? early : half, () -> renew(mine));
        if (ending != null) {
            ending.cancel();
        }
        ending = time.in(code.life(), () -> over(next, mine));
    }

    private void renew(long mine) {
        boolean ask;
        synchronized (this) {
            if (number != mine || closed) {
                return;
            }
            asking = null;
            ask = watched.getAsBoolean() && time.now().compareTo(until) < 0;
            if (!ask && !(standing instanceof Waiting)) {
                standing = Simple.EXPIRED;
            }
        }
        if (ask) {
            ask(mine);
        } else {
            onChange.run();
        }
    }

    /// The shown code has come to its end, and there is no fresh one.
    private void over(PolledCode code, long mine) {
        synchronized (this) {
            if (number != mine || shown != code) {
                return;
            }
            shown = null;
            boolean trying = asking != null || asked == mine;
            standing = trying ? Simple.SERVER_AWAY : Simple.EXPIRED;
        }
        onChange.run();
    }

    private void poll(PolledCode code) {
        if (!polled.contains(code)) {
            polled.add(code);
        }
        code.next = time.in(code.pause(), () -> pollNow(code));
    }

    private void pollNow(PolledCode code) {
        synchronized (this) {
            if (closed || !polled.contains(code)) {
                return;
            }
        }
        Poll answer = grant.poll(code.secret, Deadline.after(PATIENCE, time));
        switch (answer) {
            case Granted granted -> join(code, granted);
            case NotGranted.PENDING -> again(code, code::answered);
            case NotGranted.SLOW_DOWN -> again(code, code::slowDown);
            case NotGranted.AWAY -> again(code, code::away);
            case NotGranted.OVER -> drop(code);
            case NotGranted.DENIED -> refused(code);
        }
    }

    private synchronized void again(PolledCode code, Runnable pace) {
        if (closed || !polled.contains(code)) {
            return;
        }
        Duration before = code.interval();
        pace.run();
        // The last poll comes after the end: the customer may have approved in the last moment.
        if (time.now().compareTo(code.end) >= 0) {
            polled.remove(code);
            save();
            return;
        }
        poll(code);
        if (!before.equals(code.interval())) {
            save();
        }
    }

    private void drop(PolledCode code) {
        long mine;
        boolean ask;
        synchronized (this) {
            polled.remove(code);
            save();
            mine = number;
            ask = shown == code && !closed;
            if (ask) {
                cancelAsking();
                shown = null;
                standing = Simple.STARTING;
            }
        }
        if (ask) {
            onChange.run();
            renew(mine);
        }
    }

    private void refused(PolledCode code) {
        synchronized (this) {
            if (closed || !polled.contains(code)) {
                return;
            }
            stop(Simple.REFUSED);
        }
        onChange.run();
    }

    private void join(PolledCode code, Granted granted) {
        synchronized (this) {
            if (closed) {
                // The server gives the tokens once more after the next start.
                return;
            }
            if (!polled.contains(code)) {
                sessions.decline(granted.tokens());
                return;
            }
        }
        Customer customer;
        try {
            customer = sessions.join(code.secret, granted.tokens(), Deadline.after(PATIENCE, time));
        } catch (UncheckedIOException e) {
            LOG.log(Level.ERROR, "a registration cannot be written: free some space on the disk", e);
            again(code, code::away);
            return;
        }
        synchronized (this) {
            stop(new Registered(customer));
        }
        onChange.run();
    }

    private void stop(Standing outcome) {
        number++;
        standing = outcome;
        shown = null;
        polled.forEach(PolledCode::cancel);
        polled.clear();
        cancelAsking();
        if (ending != null) {
            ending.cancel();
            ending = null;
        }
        firstAnswer.complete(true);
        save();
    }

    private void cancelAsking() {
        if (asking != null) {
            asking.cancel();
            asking = null;
        }
    }

    private void save() {
        saved.save(polled.stream()
                .map(code -> new SavedCodes.Code(code.secret, code.interval().toSeconds()))
                .toList());
    }

    /// Polls no more. What is under way goes on at the next start.
    @Override
    public synchronized void close() {
        closed = true;
        polled.forEach(PolledCode::cancel);
        cancelAsking();
        firstAnswer.complete(true);
        if (ending != null) {
            ending.cancel();
        }
    }
}
