package com.ovhi.outreach.orchestrator.campaign;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.OutreachRequested;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Through which round each campaign is held, and which jobs its requests have made (ADR 55). Thread-safe. Whoever needs
 * several locks takes the campaign's first, then that of a contact, then those of jobs.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class CampaignHolds {

    private static final int NEVER = -1;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    CampaignHolds(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * Those of the requests that may become jobs, by their ids: all outside campaigns. Until the transaction ends none of
     * their campaigns is held. A contact of an earlier round that has not been called off yet goes over to the round of
     * the request, and stays.
     */
    public Set<UUID> admitted(Collection<OutreachRequested> requests) {
        var through = heldThrough(requests);
        var admitted = requests.stream()
                .filter(each ->
                        each.campaignId() == null || round(each) > through.getOrDefault(each.campaignId(), NEVER))
                .toList();
        goOver(admitted.stream()
                .filter(each -> each.campaignId() != null && round(each) > 0)
                .toList());
        return admitted.stream().map(OutreachRequested::requestId).collect(Collectors.toSet());
    }

    /** Whether a request may become a job; see {@link #admitted}. */
    public boolean admits(OutreachRequested request) {
        return !admitted(List.of(request)).isEmpty();
    }

    /**
     * Requests that were refused. The contact of an earlier round may be what was in their way: it goes over to theirs like
     * that of one that may become a job, for nobody asks a third time.
     */
    public void refused(Collection<OutreachRequested> requests) {
        admitted(requests.stream().filter(each -> round(each) > 0).toList());
    }

    private void goOver(List<OutreachRequested> requests) {
        batches.batchUpdate(
                """
                UPDATE campaign_contacts SET round = ?
                WHERE campaign_id = ? AND patient_id = ? AND occasion_key = ? AND NOT is_called_off AND round < ?""",
                requests.stream()
                        .map(each -> new Object[] {
                            round(each),
                            Objects.requireNonNull(each.campaignId()),
                            each.patientId(),
                            each.occasionKey(),
                            round(each)
                        })
                        .toList());
    }

    /** The requests have become these jobs. */
    public void joined(Map<UUID, OutreachRequested> jobs) {
        batches.batchUpdate(
                """
                INSERT INTO campaign_contacts (job_id, campaign_id, organization_id, patient_id, occasion_key, round)
                VALUES (?, ?, ?, ?, ?, ?)""",
                jobs.entrySet().stream()
                        .filter(each -> each.getValue().campaignId() != null)
                        .map(each -> contact(each.getKey(), each.getValue()))
                        .toList());
    }

    private static Object[] contact(UUID jobId, OutreachRequested request) {
        return new Object[] {
            jobId.toString(),
            Objects.requireNonNull(request.campaignId()),
            request.organizationId(),
            request.patientId(),
            request.occasionKey(),
            round(request)
        };
    }

    private static int round(OutreachRequested request) {
        var step = request.step();
        return Objects.requireNonNullElse(step == null ? null : step.round(), 0);
    }

    /** Lets no hold of the campaigns pass until the transaction ends; for that there must be rows. */
    private Map<Long, Integer> heldThrough(Collection<OutreachRequested> requests) {
        var campaigns = new TreeMap<Long, Long>();
        for (var each : requests) {
            if (each.campaignId() != null) {
                campaigns.put(each.campaignId(), each.organizationId());
            }
        }
        var held = campaigns.isEmpty() ? new HashMap<Long, Integer>() : heldThrough(campaigns.keySet());
        if (!held.keySet().containsAll(campaigns.keySet())) {
            campaigns.keySet().removeAll(held.keySet());
            batches.batchUpdate(
                    "INSERT IGNORE INTO campaign_holds (campaign_id, organization_id, held_through) VALUES (?, ?, ?)",
                    campaigns.entrySet().stream()
                            .map(each -> new Object[] {each.getKey(), each.getValue(), NEVER})
                            .toList());
            held.putAll(heldThrough(campaigns.keySet()));
        }
        return held;
    }

    private Map<Long, Integer> heldThrough(Set<Long> campaignIds) {
        var held = new HashMap<Long, Integer>();
        jdbc.sql("""
                        SELECT campaign_id, held_through FROM campaign_holds WHERE campaign_id IN (:ids)
                        ORDER BY campaign_id LOCK IN SHARE MODE""").param("ids", campaignIds).query(row -> {
            held.put(row.getLong("campaign_id"), row.getInt("held_through"));
        });
        return held;
    }

    /** Refuses what belongs to the rounds from now on; what has become jobs is to be swept. */
    void hold(CampaignHeld held) {
        jdbc.sql("""
                        INSERT INTO campaign_holds (campaign_id, organization_id, held_through, is_swept)
                        VALUES (?, ?, ?, FALSE)
                        ON DUPLICATE KEY UPDATE
                            is_swept = IF(VALUES(held_through) > held_through, FALSE, is_swept),
                            held_through = GREATEST(held_through, VALUES(held_through))""")
                .params(held.campaignId(), held.organizationId(), held.through())
                .update();
    }

    /** Campaigns with something to call off. */
    @Transactional(readOnly = true)
    public List<Hold> unswept() {
        return jdbc.sql("SELECT campaign_id, organization_id, held_through FROM campaign_holds WHERE NOT is_swept")
                .query((row, _) -> new Hold(
                        row.getLong("campaign_id"), row.getLong("organization_id"), row.getInt("held_through")))
                .list();
    }

    /** Some first jobs of contacts of the held rounds of which it is not known that they were sent, the earliest due first. */
    @Transactional(readOnly = true)
    public List<UUID> unsent(Hold hold, int limit) {
        return jdbc.sql("""
                        SELECT contact.job_id FROM campaign_contacts contact
                            JOIN comm_jobs job ON job.id = contact.job_id AND job.sent_at IS NULL
                        WHERE contact.campaign_id = ? AND NOT contact.is_called_off AND contact.round <= ?
                        ORDER BY job.scheduled_at LIMIT ?""").params(hold.campaignId(), hold.through(), limit).query(String.class).list().stream()
                .map(UUID::fromString)
                .toList();
    }

    /** Marks a contact as called off, and keeps it from being asked for again until the transaction ends. */
    boolean take(Hold hold, UUID jobId) {
        return jdbc.sql("""
                                UPDATE campaign_contacts SET is_called_off = TRUE
                                WHERE job_id = ? AND NOT is_called_off AND round <= ?""").params(jobId.toString(), hold.through()).update() == 1;
    }

    /** Nothing is left to be called off, unless it is held through a later round meanwhile. */
    void swept(Hold hold) {
        jdbc.sql("UPDATE campaign_holds SET is_swept = TRUE WHERE campaign_id = ? AND held_through = ?")
                .params(hold.campaignId(), hold.through())
                .update();
    }

    /** Through which round a campaign is held. */
    record Hold(long campaignId, long organizationId, int through) {}
}
