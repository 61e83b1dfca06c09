package com.ovhi.outreach.orchestrator.campaign;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignResumed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Through which round each campaign is held, and which jobs its requests have made (ADR 55). Costs nothing while no campaign
 * is concerned. Thread-safe. Whoever needs several locks takes the campaign's first, then that of a contact, then those of jobs.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class CampaignHolds {

    private static final int NEVER = -1;
    private static final Integer NONE = 0;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    CampaignHolds(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * The ids of those requests that may become no jobs. Until the transaction ends no campaign of the others is held. A
     * contact of an earlier round that has not been called off yet goes over to the round of its request, and stays.
     */
    public Set<UUID> held(Collection<CampaignRequest> requests) {
        var standings = standings(requests);
        var held = new HashSet<UUID>();
        var renewed = new ArrayList<Object[]>();
        for (var each : requests) {
            var standing = Objects.requireNonNull(standings.get(each.campaignId()));
            var round = standing.round(each);
            if (standing.holds(each)) {
                held.add(each.requestId());
            } else if (round > 0) {
                renewed.add(new Object[] {round, each.campaignId(), each.patientId(), each.occasionKey(), round});
            }
        }
        batches.batchUpdate("""
                UPDATE campaign_contacts SET round = ?
                WHERE campaign_id = ? AND patient_id = ? AND occasion_key = ? AND NOT is_called_off AND round < ?""", renewed);
        return held;
    }

    /** Whether a request may become no job; see {@link #held(Collection)}. */
    public boolean holds(CampaignRequest request) {
        return !held(List.of(request)).isEmpty();
    }

    /** Whether a request could become no job now, for somebody who only wants to know. */
    @Transactional(readOnly = true)
    public boolean seemsHeld(CampaignRequest request) {
        return jdbc.sql("SELECT held_through, current_round FROM campaign_holds WHERE campaign_id = ?")
                .param(request.campaignId())
                .query((row, _) -> new Standing(row.getInt("held_through"), row.getInt("current_round")))
                .optional()
                .filter(standing -> standing.holds(request))
                .isPresent();
    }

    /**
     * Requests that were refused. The contact of an earlier round may be what was in their way: it goes over to theirs like
     * that of one that may become a job, for nobody asks a third time.
     */
    public void refused(Collection<CampaignRequest> requests) {
        held(requests.stream().filter(each -> !NONE.equals(each.round())).toList());
    }

    /** The requests have become these jobs. */
    public void joined(Map<UUID, CampaignRequest> jobs) {
        batches.batchUpdate(
                """
                INSERT INTO campaign_contacts (job_id, campaign_id, organization_id, patient_id, occasion_key, round)
                VALUES (?, ?, ?, ?, ?,
                    COALESCE(?, (SELECT current_round FROM campaign_holds WHERE campaign_holds.campaign_id = ?)))""",
                jobs.entrySet().stream()
                        .map(each -> contact(each.getKey(), each.getValue()))
                        .toList());
    }

    private static @Nullable Object[] contact(UUID jobId, CampaignRequest request) {
        return new @Nullable Object[] {
            jobId.toString(),
            request.campaignId(),
            request.organizationId(),
            request.patientId(),
            request.occasionKey(),
            request.round(),
            request.campaignId()
        };
    }

    /** Lets no hold of the campaigns pass until the transaction ends; for that there must be rows. */
    private Map<Long, Standing> standings(Collection<CampaignRequest> requests) {
        var campaigns = new TreeMap<Long, Long>();
        requests.forEach(each -> campaigns.put(each.campaignId(), each.organizationId()));
        var known = standings(campaigns.keySet());
        campaigns.keySet().removeAll(known.keySet());
        if (!campaigns.isEmpty()) {
            batches.batchUpdate(
                    "INSERT IGNORE INTO campaign_holds (campaign_id, organization_id, held_through) VALUES (?, ?, ?)",
                    campaigns.entrySet().stream()
                            .map(each -> new Object[] {each.getKey(), each.getValue(), NEVER})
                            .toList());
            known.putAll(standings(campaigns.keySet()));
        }
        return known;
    }

    private Map<Long, Standing> standings(Set<Long> campaignIds) {
        var known = new HashMap<Long, Standing>();
        if (!campaignIds.isEmpty()) {
            jdbc.sql("""
                            SELECT campaign_id, held_through, current_round FROM campaign_holds
                            WHERE campaign_id IN (:ids) ORDER BY campaign_id LOCK IN SHARE MODE""").param("ids", campaignIds).query(row -> {
                known.put(
                        row.getLong("campaign_id"),
                        new Standing(row.getInt("held_through"), row.getInt("current_round")));
            });
        }
        return known;
    }

    /**
     * Refuses what belongs to the rounds from now on; what has become jobs is to be swept. Whose campaign it is may have been
     * said wrongly by a caller who named it first.
     */
    void hold(CampaignHeld held) {
        jdbc.sql("""
                        INSERT INTO campaign_holds (campaign_id, organization_id, held_through, is_swept)
                        VALUES (?, ?, ?, FALSE)
                        ON DUPLICATE KEY UPDATE
                            organization_id = VALUES(organization_id),
                            is_swept = IF(VALUES(held_through) > held_through, FALSE, is_swept),
                            held_through = GREATEST(held_through, VALUES(held_through))""")
                .params(held.campaignId(), held.organizationId(), held.through())
                .update();
    }

    /** What is asked for without a round belongs to this one from now on, unless a later one is known. */
    void resume(CampaignResumed resumed) {
        jdbc.sql("""
                        INSERT INTO campaign_holds (campaign_id, organization_id, held_through, current_round)
                        VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE current_round = GREATEST(current_round, VALUES(current_round))""")
                .params(resumed.campaignId(), resumed.organizationId(), NEVER, resumed.round())
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

    /** What is open, and not known to be sent, of contacts of some patients that were asked for through a round by a version. */
    @Transactional(readOnly = true)
    public List<Worded> worded(Hold hold, Collection<Long> patientIds) {
        return jdbc.sql("""
                        SELECT contact.job_id, contact.patient_id, contact.occasion_key, job.campaign_version
                        FROM campaign_contacts contact JOIN comm_jobs job ON job.id = contact.job_id AND job.sent_at IS NULL
                        WHERE contact.campaign_id = :campaign AND contact.patient_id IN (:patients)
                            AND NOT contact.is_called_off AND contact.round <= :through
                            AND job.campaign_version IS NOT NULL""")
                .param("campaign", hold.campaignId())
                .param("patients", patientIds)
                .param("through", hold.through())
                .query((row, _) -> new Worded(
                        UUID.fromString(row.getString("job_id")),
                        new Contact(row.getLong("patient_id"), row.getString("occasion_key")),
                        row.getInt("campaign_version")))
                .list();
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

    /** Through which round a campaign is held, and which one it is in. */
    private record Standing(int through, int current) {

        int round(CampaignRequest request) {
            return Objects.requireNonNullElse(request.round(), current);
        }

        boolean holds(CampaignRequest request) {
            return round(request) <= through;
        }
    }

    /** What a patient is contacted about. */
    record Contact(long patientId, String occasionKey) {}

    /** The first job of a contact, in the words of a version of its campaign. */
    record Worded(UUID jobId, Contact contact, int version) {}

    /** Through which round a campaign is held. */
    record Hold(long campaignId, long organizationId, int through) {}
}
