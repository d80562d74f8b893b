package org.simplesignin.client.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.ProblemCode;

/// The device grant of a [FakeServer] (RFC 8628): hands out codes and answers polls as a test says. Thread-safe.
public final class FakeGrant {
    public final List<DeviceAuthorizationAnswer> codes = new CopyOnWriteArrayList<>();
    /// The forms of the authorization requests.
    public final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    /// The user code of each poll.
    public final List<String> polls = new CopyOnWriteArrayList<>();
    public volatile long life = 600;
    public volatile long interval = 5;

    /// What is made of an answer before it is sent.
    public volatile UnaryOperator<DeviceAuthorizationAnswer> onAuthorize = UnaryOperator.identity();
    /// Runs while a poll is being answered.
    public volatile Runnable onPoll = () -> {};

    private final Map<String, ProblemCode> problems = new ConcurrentHashMap<>();
    private final Map<String, String> approved = new ConcurrentHashMap<>();
    private final AtomicInteger lost = new AtomicInteger();

    /// @param problem why there is no customer, or null
    record Verdict(@Nullable ProblemCode problem, @Nullable String customer) {}

    DeviceAuthorizationAnswer authorize(Map<String, String> form, String url) {
        asked.add(form);
        String userCode =
                "BCDF-GH" + (char) ('A' + codes.size() / 20) + "BCDFGHJKLMNPQRSTVWXZ".charAt(codes.size() % 20);
        DeviceAuthorizationAnswer answer = new DeviceAuthorizationAnswer(
                "device-code-of-" + userCode + "-0123456789",
                userCode,
                url + "/device",
                url + "/device?user_code=" + userCode,
                life,
                interval);
        codes.add(answer);
        return onAuthorize.apply(answer);
    }

    Verdict poll(String deviceCode) {
        String userCode = codes.stream()
                .filter(code -> code.device_code().equals(deviceCode))
                .map(DeviceAuthorizationAnswer::user_code)
                .findFirst()
                .orElse("unknown");
        polls.add(userCode);
        onPoll.run();
        ProblemCode problem = problems.get(userCode);
        if (problem != null) {
            return new Verdict(problem, null);
        }
        String customer = approved.get(userCode);
        return customer == null
                ? new Verdict(
                        userCode.equals("unknown") ? ProblemCode.INVALID_GRANT : ProblemCode.AUTHORIZATION_PENDING,
                        null)
                : new Verdict(null, customer);
    }

    boolean losesAnswer() {
        return lost.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /// Returns the user code that was handed out last.
    public String userCode() {
        return codes.getLast().user_code();
    }

    /// The customer approves on their phone.
    public void approve(String userCode, String customer) {
        problems.remove(userCode);
        approved.put(userCode, customer);
    }

    /// Answers every poll of a code with this, until told otherwise.
    public void answer(String userCode, ProblemCode problem) {
        problems.put(userCode, problem);
    }

    /// The next so many token answers get lost on their way, after the server has done its part.
    public void loseAnswers(int count) {
        lost.set(count);
    }
}
