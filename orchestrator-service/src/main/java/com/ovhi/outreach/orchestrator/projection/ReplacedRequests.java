package com.ovhi.outreach.orchestrator.projection;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Requests for what has been planned anew since. */
final class ReplacedRequests {

    private ReplacedRequests() {}

    /** @param query of {@code request_id} and {@code is_current}, for {@code :requests} */
    static Set<UUID> among(Set<UUID> requests, StatementSpec query) {
        return requests.isEmpty()
                ? Set.of()
                : query
                        .param("requests", requests.stream().map(UUID::toString).collect(Collectors.toSet()))
                        .query((row, n) -> row.getBoolean("is_current") ? "" : row.getString("request_id"))
                        .stream()
                        .filter(each -> !each.isEmpty())
                        .map(UUID::fromString)
                        .collect(Collectors.toUnmodifiableSet());
    }
}
