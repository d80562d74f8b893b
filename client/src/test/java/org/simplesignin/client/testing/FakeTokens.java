package org.simplesignin.client.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.TokenAnswer;

/// The sessions of a [FakeServer]. A refresh token is answered to in the same way, early or late, until what it was
/// answered with has been refreshed with. Thread-safe.
final class FakeTokens {
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private final Map<String, String> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, TokenAnswer> successors = new ConcurrentHashMap<>();
    private final Map<String, String> predecessors = new ConcurrentHashMap<>();
    private final AtomicInteger counter = new AtomicInteger();

    synchronized TokenAnswer begin(String customer, long life) {
        TokenAnswer fresh = fresh(life);
        accessTokens.put(fresh.access_token(), customer);
        refreshTokens.put(fresh.refresh_token(), customer);
        return fresh;
    }

    private TokenAnswer fresh(long life) {
        String access = "access-" + counter.incrementAndGet() + "-0123456789abcdef";
        String refresh = "refresh-" + counter.incrementAndGet() + "-0123456789abcdef";
        return new TokenAnswer(access, "DPoP", life, refresh);
    }

    /// Returns whether these tokens are good and were never refreshed.
    synchronized boolean isUnused(TokenAnswer answer) {
        String refresh = answer.refresh_token();
        return refreshTokens.containsKey(refresh) && !successors.containsKey(refresh);
    }

    /// Returns null where the token is worth nothing.
    synchronized @Nullable TokenAnswer refresh(String token, long life) {
        String customer = refreshTokens.get(token);
        if (customer == null) {
            return null;
        }
        TokenAnswer next = successors.computeIfAbsent(token, ignored -> fresh(life));
        String before = predecessors.remove(token);
        if (before != null) {
            refreshTokens.remove(before);
        }
        predecessors.put(next.refresh_token(), token);
        accessTokens.put(next.access_token(), customer);
        refreshTokens.put(next.refresh_token(), customer);
        return next;
    }

    /// Returns whose access token this is, or null.
    @Nullable
    String customer(@Nullable String access) {
        return access == null ? null : accessTokens.get(access);
    }

    /// Returns whose token of either kind this is, or null.
    @Nullable
    String customerOfAny(String token) {
        return accessTokens.getOrDefault(token, refreshTokens.get(token));
    }

    void expireAccess() {
        accessTokens.clear();
    }

    void end() {
        refreshTokens.clear();
        accessTokens.clear();
    }

    void end(String customer) {
        accessTokens.values().removeIf(customer::equals);
        refreshTokens.values().removeIf(customer::equals);
    }
}
