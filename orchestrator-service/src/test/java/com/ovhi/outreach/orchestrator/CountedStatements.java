package com.ovhi.outreach.orchestrator;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Remembers which threads have executed which statements; a batch is one. */
public final class CountedStatements implements BeanPostProcessor {

    private static final List<Executed> EXECUTED = new CopyOnWriteArrayList<>();

    /** The statements of the threads whose names begin like this, since the last {@link #forget}. */
    public static List<String> of(String threads) {
        return EXECUTED.stream()
                .filter(each -> each.thread().startsWith(threads))
                .map(Executed::sql)
                .toList();
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

    private record Executed(String thread, String sql) {}
}
