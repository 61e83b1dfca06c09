package com.ovhi.outreach.orchestrator;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Remembers which threads have executed which statements; a batch is one. */
public final class CountedStatements implements BeanPostProcessor {

    private static final List<Executed> EXECUTED = new CopyOnWriteArrayList<>();
    private static final AtomicReference<@Nullable Lost> LOST = new AtomicReference<>();
    private static final AtomicReference<@Nullable Interlude> INTERLUDE = new AtomicReference<>();

    /** The statements of the threads whose names begin like this, since the last {@link #forget}. */
    public static List<String> of(String threads) {
        return EXECUTED.stream()
                .filter(each -> each.thread().startsWith(threads))
                .map(Executed::sql)
                .toList();
    }

    /** Lets the connection be lost during the next commit after such a statement; the commit may have succeeded then. */
    public static void loseCommitAfter(String sql, boolean succeeds) {
        forget();
        LOST.set(new Lost(sql, succeeds));
    }

    /** Does something before a thread whose name begins like this executes such a statement for the first time. */
    public static void before(String thread, String sql, Action action) {
        forget();
        INTERLUDE.set(new Interlude(thread, sql, action));
    }

    private static void interlude(String sql) throws SQLException {
        var next = INTERLUDE.get();
        if (next != null
                && sql.contains(next.sql())
                && Thread.currentThread().getName().startsWith(next.thread())
                && INTERLUDE.compareAndSet(next, null)) {
            next.action().run();
        }
    }

    /** Whether a commit is still to be lost. */
    public static boolean losesCommit() {
        return LOST.get() != null;
    }

    private static void loseCommit(Connection real) throws SQLException {
        var lost = LOST.get();
        if (lost != null
                && of(Thread.currentThread().getName()).stream().anyMatch(each -> each.contains(lost.sql()))
                && LOST.compareAndSet(lost, null)) {
            if (lost.succeeds()) {
                real.commit();
            } else {
                real.rollback();
            }
            throw new SQLException("The connection was lost as asked for", "08S01");
        }
    }

    /** Forgets all. */
    public static void forget() {
        EXECUTED.clear();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? new Counting(source) : bean;
    }

    private static final class Counting extends DelegatingDataSource {

        Counting(DataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return connection(super.getConnection());
        }
    }

    private static Connection connection(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                CountedStatements.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    if ("commit".equals(method.getName())) {
                        loseCommit(real);
                    }
                    var result = call(real, method, arguments);
                    return result instanceof PreparedStatement statement && arguments[0] instanceof String sql
                            ? statement(statement, sql)
                            : result;
                });
    }

    private static PreparedStatement statement(PreparedStatement real, String sql) {
        return (PreparedStatement) Proxy.newProxyInstance(
                CountedStatements.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (_, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        interlude(sql);
                        EXECUTED.add(new Executed(Thread.currentThread().getName(), sql));
                    }
                    return call(real, method, arguments);
                });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private record Lost(String sql, boolean succeeds) {}

    private record Interlude(String thread, String sql, Action action) {}

    /** What is done in between; what it throws is what the statement answers. */
    @FunctionalInterface
    public interface Action {
        void run() throws SQLException;
    }

    private record Executed(String thread, String sql) {}
}
