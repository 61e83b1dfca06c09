package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.inbox.Inbox;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** Inbox and transactions that remember what was committed together, and forget what was not. */
final class Ledger extends Inbox implements TransactionOperations {

    final List<List<String>> committed = new ArrayList<>();
    final Set<String> seen = new LinkedHashSet<>();
    /** Handled by another instance; not known when it is looked for before. */
    final Set<String> elsewhere = new LinkedHashSet<>();

    /** What was looked for before, a list for each look. */
    final List<List<String>> looks = new ArrayList<>();

    private final List<String> open = new ArrayList<>();
    private final Set<String> marked = new LinkedHashSet<>();

    Ledger() {
        super(new JdbcTemplate(), TransactionOperations.withoutTransaction());
    }

    boolean write(String word) {
        if (word.equals("fail")) {
            throw new IllegalStateException("asked to fail");
        }
        if (word.equals("overflow")) {
            throw new StackOverflowError("asked to overflow");
        }
        return open.add(word);
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
        try {
            var result = action.doInTransaction(new SimpleTransactionStatus());
            committed.add(List.copyOf(open));
            seen.addAll(marked);
            return result;
        } finally {
            open.clear();
            marked.clear();
        }
    }

    @Override
    public boolean firstTime(String consumer, String eventId) {
        return !seen.contains(eventId) && marked.add(eventId);
    }

    @Override
    public Set<String> firstTimes(String consumer, List<String> eventIds) {
        var fresh = new LinkedHashSet<>(eventIds);
        fresh.removeAll(seen);
        fresh.removeAll(elsewhere);
        marked.addAll(fresh);
        return fresh;
    }

    @Override
    public Set<String> handled(String consumer, List<String> eventIds) {
        looks.add(List.copyOf(eventIds));
        return new LinkedHashSet<>(seen);
    }
}
