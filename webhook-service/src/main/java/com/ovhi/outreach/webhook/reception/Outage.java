package com.ovhi.outreach.webhook.reception;

import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells a database that does not answer from a request that it will never take. What nobody has a name for, such as a
 * database that may only be read while another one takes over, is an outage: waiting loses nothing. So is one that is too
 * slow.
 */
final class Outage {

    private static final int MAX_CAUSES = 20;

    private Outage() {}

    static boolean caused(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .anyMatch(Outage::is);
    }

    private static boolean is(Throwable failure) {
        return failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessException
                || failure instanceof RecoverableDataAccessException
                || failure instanceof CannotCreateTransactionException
                || failure instanceof TransactionSystemException
                || failure instanceof UncategorizedDataAccessException
                || failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof GroupWork.Overdue;
    }
}
