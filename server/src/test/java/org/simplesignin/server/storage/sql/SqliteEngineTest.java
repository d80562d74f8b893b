package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.storage.StorageException;

final class SqliteEngineTest {
    @TempDir
    private Path directory;

    private SqliteEngine engine;

    @BeforeEach
    void open() {
        engine = SqliteEngine.open(directory.resolve("engine.db"));
        engine.write(session -> {
            session.execute("CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL)");
            return true;
        });
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void writtenRowIsReadAtOnce() {
        assertEquals(1, insert(1));
        assertEquals(List.of(1L), ids());
    }

    @Test
    void failedUnitIsUndoneWhole() {
        IllegalStateException thrown = new IllegalStateException("second thoughts");

        Exception caught = assertThrows(
                IllegalStateException.class,
                () -> engine.write(session -> {
                    insert(session, 1);
                    throw thrown;
                }));

        assertSame(thrown, caught);
        assertEquals(List.of(), ids());
    }

    @Test
    void failedStatementIsAStorageException() {
        StorageException failure = assertThrows(
                StorageException.class, () -> engine.write(session -> session.update("INSERT INTO absent VALUES (1)")));

        assertFalse(failure.retryable());
    }

    @Test
    void failingUnitLeavesItsNeighboursInTheGroup() throws Exception {
        // All are queued while the writer is held, so that they are committed together.
        List<Future<Integer>> answers = queuedTogether(
                20,
                i -> engine.write(session -> {
                    int inserted = insert(session, i);
                    if (i % 2 == 1) {
                        throw new IllegalStateException("odd");
                    }
                    return inserted;
                }));

        for (int i = 0; i < 20; i++) {
            if (i % 2 == 0) {
                assertEquals(1, answers.get(i).get());
            } else {
                assertInstanceOf(IllegalStateException.class, failureOf(answers.get(i)));
            }
        }
        assertEquals(List.of(0L, 2L, 4L, 6L, 8L, 10L, 12L, 14L, 16L, 18L), ids());
    }

    @Test
    void unitThatEndsTheTransactionFailsItsWholeGroup() throws Exception {
        List<Future<Integer>> answers = queuedTogether(
                2,
                i -> engine.write(session -> {
                    int inserted = insert(session, i);
                    if (i == 1) {
                        // What SQLite does by itself on a full disk.
                        session.execute("ROLLBACK");
                        throw new SQLException("disk full");
                    }
                    return inserted;
                }));

        for (Future<Integer> answer : answers) {
            assertTrue(
                    assertInstanceOf(StorageException.class, failureOf(answer)).retryable());
        }
        assertEquals(List.of(), ids());
        assertEquals(1, insert(7));
        assertEquals(List.of(7L), ids());
    }

    @Test
    void databaseOutlivesEveryTransactionThatIsLost() {
        for (int i = 0; i < 3; i++) {
            assertThrows(
                    StorageException.class,
                    () -> engine.write(session -> {
                        session.execute("ROLLBACK");
                        throw new SQLException("disk full");
                    }));
        }

        assertEquals(1, insert(7));
        assertEquals(List.of(7L), ids());
    }

    @Test
    void statementThatFailedIsPreparedAnew() throws Exception {
        try (SqlSession memory = new SqlSession(DriverManager.getConnection("jdbc:sqlite::memory:"))) {
            assertThrows(SQLException.class, () -> memory.execute("COMMIT"));

            memory.execute("BEGIN");
            memory.execute("COMMIT");
        }
    }

    @Test
    void fullQueueIsOverload() throws Exception {
        SqlSession memory = new SqlSession(DriverManager.getConnection("jdbc:sqlite::memory:"));
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (GroupCommit writer = new GroupCommit(memory, 1);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> first = callers.submit(() -> writer.write(session -> hold(running, release)));
            running.await();
            Future<Integer> second = callers.submit(() -> writer.write(session -> 2));
            awaitQueued(writer::waiting, 1);

            StorageException refused = assertThrows(StorageException.class, () -> writer.write(session -> 3));

            assertTrue(refused.retryable());
            release.countDown();
            assertTrue(first.get());
            assertEquals(2, second.get());
        }
    }

    @Test
    void unitInsideAUnitIsRefused() {
        engine.write(session -> {
            assertThrows(IllegalStateException.class, () -> insert(1));
            assertThrows(IllegalStateException.class, this::ids);
            return insert(session, 2);
        });

        assertEquals(List.of(2L), ids());
    }

    @Test
    void unitThatSwallowsAFailedStatementKeepsWhatItDidBesides() {
        engine.write(session -> {
            insert(session, 1);
            assertThrows(SQLException.class, () -> insert(session, 1));
            return insert(session, 2);
        });

        assertEquals(List.of(1L, 2L), ids());
    }

    @Test
    void readersCannotWrite() {
        assertThrows(StorageException.class, () -> engine.read(session -> insert(session, 1)));
        assertEquals(List.of(), ids());
    }

    @Test
    void interruptedCallerIsToldThatTheOutcomeIsUnknown() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> holder = callers.submit(() -> engine.write(session -> hold(running, release)));
            running.await();
            Future<StorageException> told = callers.submit(() -> {
                Thread.currentThread().interrupt();
                return assertThrows(StorageException.class, () -> insert(1));
            });

            assertTrue(String.valueOf(told.get().getMessage()).contains("in doubt"));
            release.countDown();
            assertTrue(holder.get());
        }
    }

    @Test
    void closedEngineRefusesAndIsNotReady() {
        assertTrue(engine.ready());

        engine.close();

        assertFalse(engine.ready());
        assertEquals("the database is closed", refusal(() -> insert(1)));
        assertEquals("the database is closed", refusal(this::ids));
    }

    @Test
    void readinessIsAskedByAWriteThatReachesTheDisk() throws Exception {
        Path log = directory.resolve("engine.db-wal");
        long before = Files.size(log);

        assertTrue(engine.ready());

        assertTrue(Files.size(log) > before);
    }

    @Test
    void databaseThatTakesNoWritesIsNotReadyThoughItIsRead() {
        // What SQLite says on a file system that has become read-only.
        engine.write(session -> session.pragma("query_only = ON"));

        assertFalse(engine.ready());
        assertEquals(List.of(), ids());
    }

    @Test
    void busyDatabaseIsReady() throws Exception {
        boolean[] ready = new boolean[1];
        queuedTogether(GroupCommit.QUEUE_UNITS, i -> insert(i), () -> ready[0] = engine.ready());

        assertTrue(ready[0]);
    }

    @Test
    void closingFinishesWhatWasTakenIn() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> held = callers.submit(() -> engine.write(session -> {
                insert(session, 1);
                return hold(running, release);
            }));
            running.await();
            Future<?> closing = callers.submit(engine::close);
            release.countDown();
            closing.get();
            assertTrue(held.get());
        }

        try (SqliteEngine again = SqliteEngine.open(directory.resolve("engine.db"))) {
            assertEquals(
                    List.of(1L), again.read(session -> session.query("SELECT id FROM notes", row -> row.getLong(1))));
        }
    }

    @Test
    void closingLeavesOnePlainFile() throws Exception {
        insert(1);

        engine.close();

        try (var files = Files.list(directory)) {
            assertEquals(
                    List.of("engine.db"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        engine.close();
        engine.close();
    }

    private static Throwable failureOf(Future<?> answer) {
        return Objects.requireNonNull(
                assertThrows(ExecutionException.class, answer::get).getCause());
    }

    private int insert(long id) {
        return engine.write(session -> insert(session, id));
    }

    private static int insert(SqlSession session, long id) throws SQLException {
        return session.update("INSERT INTO notes (id, text) VALUES (?, ?)", id, "note " + id);
    }

    private List<Long> ids() {
        return engine.read(session -> session.query("SELECT id FROM notes ORDER BY id", row -> row.getLong(1)));
    }

    private static String refusal(Runnable call) {
        return String.valueOf(assertThrows(StorageException.class, call::run).getMessage());
    }

    private static boolean hold(CountDownLatch running, CountDownLatch release) {
        running.countDown();
        return Uninterrupted.call(() -> {
            release.await();
            return true;
        });
    }

    private static void awaitQueued(IntSupplier waiting, int units) {
        while (waiting.getAsInt() < units) {
            Thread.onSpinWait();
        }
    }

    private interface Numbered {
        int run(int number);
    }

    private List<Future<Integer>> queuedTogether(int callerCount, Numbered call) throws Exception {
        return queuedTogether(callerCount, call, () -> {});
    }

    /// Queues that many callers, in order, while the writer is held, takes a step, and lets the writer go.
    private List<Future<Integer>> queuedTogether(int callerCount, Numbered call, Runnable step) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            callers.execute(() -> engine.write(session -> hold(running, release)));
            running.await();
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < callerCount; i++) {
                int number = i;
                answers.add(callers.submit(() -> call.run(number)));
                awaitQueued(engine::waiting, i + 1);
            }
            step.run();
            release.countDown();
            return answers;
        }
    }
}
