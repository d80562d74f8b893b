package org.simplesignin.testing.http;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One row of the table: what is sent over a new connection, and what must come of it. Whatever is sent, there
/// is one answer at most.
///
/// @param sent after which nothing else is sent
/// @param statuses one of which the answer must have; 0 where the connection may end without one
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two, or keeps one.
record Row(String name, byte[] sent, Set<Integer> statuses, After after, Form form) {
    static final Set<Integer> REFUSED = Set.of(400);
    static final Set<Integer> NO_FAULT = IntStream.range(200, 500).boxed().collect(Collectors.toUnmodifiableSet());

    /// What becomes of the connection after the answer.
    enum After {
        /// The next request over it is answered.
        STAYS,
        /// It ends at once, and the answer says so where the request was one of HTTP/1.1.
        CLOSES,
        /// It ends, because its peer has ended it.
        ENDS,
        /// One of both.
        EITHER
    }

    /// What the body of the answer must be.
    enum Form {
        ANY,
        PAGE,
        PROBLEM
    }

    static Row stays(String name, String sent, int status) {
        return new Row(name, Listening.bytes(sent), Set.of(status), After.STAYS, Form.ANY);
    }

    static Row closes(String name, String sent, Integer... statuses) {
        return new Row(name, Listening.bytes(sent), Set.of(statuses), After.CLOSES, Form.ANY);
    }

    /// 400 and the end of the connection.
    static Row refused(String name, String sent) {
        return closes(name, sent, 400);
    }

    /// Something that a listener may take or refuse, but without a fault of its own.
    static Row noFault(String name, String sent) {
        return new Row(name, Listening.bytes(sent), NO_FAULT, After.EITHER, Form.ANY);
    }

    Row as(Form wanted) {
        return new Row(name, sent, statuses, after, wanted);
    }
}
