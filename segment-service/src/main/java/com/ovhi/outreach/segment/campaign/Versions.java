package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ContractJson;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The versions of campaigns. One that patients are on is never written again. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Versions {

    /** However few the statistics take to be enrolled: those who are on other versions are not read. */
    private static final String ON_VERSION = """
            enrolments e FORCE INDEX (idx_enrolments_campaign_version_state)
            WHERE e.campaign_id = :campaign AND e.version = :version""";

    private final JdbcClient jdbc;

    Versions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the newest version. */
    void write(Campaign campaign, String by, Instant now) {
        jdbc.sql("""
                        INSERT INTO campaign_versions (campaign_id, version, course, created_by, created_at)
                        VALUES (?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE course = VALUES(course), created_by = VALUES(created_by),
                            created_at = VALUES(created_at)""")
                .params(
                        campaign.id(),
                        campaign.edition(),
                        ContractJson.writeText(campaign.course()),
                        by,
                        Timestamp.from(now))
                .update();
        jdbc.sql("INSERT IGNORE INTO campaign_authors (campaign_id, version, author) VALUES (?, ?, ?)")
                .params(campaign.id(), campaign.edition(), by)
                .update();
    }

    /** Whether somebody has had a hand in a version. */
    boolean isBy(long campaignId, int version, String author) {
        return jdbc.sql("SELECT COUNT(*) FROM campaign_authors WHERE campaign_id = ? AND version = ? AND author = ?")
                        .params(campaignId, version, author)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /**
     * The organisation's campaigns that are not over and judge patients, or may, by a version as described: by the newest, the
     * running one, or one that somebody is still on, be it that a pause holds their last message. Their ids in ascending order.
     */
    List<Long> inUse(long organizationId, Predicate<Course> described) {
        return jdbc
                .sql("""
                        SELECT v.campaign_id, v.version, v.course,
                            v.version = c.edition OR v.version = c.running_edition AS is_current
                        FROM campaign_versions v JOIN comm_campaigns c ON c.id = v.campaign_id
                        WHERE c.organization_id = ? AND c.status IN ('draft', 'active', 'paused')
                        ORDER BY v.campaign_id, v.version""")
                .param(organizationId)
                .query((row, _) -> new Written(
                        row.getLong("campaign_id"),
                        row.getInt("version"),
                        row.getBoolean("is_current"),
                        ContractJson.read(row.getString("course"), Course.class)))
                .list()
                .stream()
                .filter(each -> described.test(each.course()))
                .filter(each -> each.current() || somebodyIsOn(each))
                .map(Written::campaignId)
                .distinct()
                .toList();
    }

    /** Of versions that nobody is on, and of those somebody waits on, nothing but an index is read. */
    private boolean somebodyIsOn(Written version) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM %1$s) AND (
                            EXISTS (SELECT 1 FROM %1$s AND e.state IN ('waiting', 'awaiting'))
                            OR EXISTS (SELECT 1 FROM step_executions x
                                    JOIN enrolments e ON e.campaign_id = x.campaign_id AND e.patient_id = x.patient_id
                                WHERE x.campaign_id = :campaign AND e.version = :version AND %2$s))""".formatted(ON_VERSION, Executions.UNSENT))
                .param("campaign", version.campaignId())
                .param("version", version.version())
                .query(Boolean.class)
                .single();
    }

    Course read(long campaignId, int version) {
        return jdbc.sql("SELECT course FROM campaign_versions WHERE campaign_id = ? AND version = ?")
                .params(campaignId, version)
                .query((row, _) -> ContractJson.read(row.getString("course"), Course.class))
                .single();
    }

    /**
     * One of a campaign.
     *
     * @param current whether it is the newest, or runs
     */
    private record Written(long campaignId, int version, boolean current, Course course) {}
}
