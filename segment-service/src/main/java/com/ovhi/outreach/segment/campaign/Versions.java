package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ContractJson;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The versions of campaigns. One that patients are on is never written again. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Versions {

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
     * By which versions an organisation's campaigns that are not over judge patients, or may: the newest, the running one, and
     * those somebody is still on, be it that a pause holds their last message. By the campaigns' ids.
     */
    SortedMap<Long, List<Course>> inUse(long organizationId) {
        var inUse = new TreeMap<Long, List<Course>>();
        jdbc.sql("""
                        SELECT v.campaign_id, v.course FROM campaign_versions v JOIN comm_campaigns c ON c.id = v.campaign_id
                        WHERE c.organization_id = ? AND c.status IN ('draft', 'active', 'paused')
                            AND (v.version = c.edition OR v.version = c.running_edition
                                OR EXISTS (SELECT 1 FROM enrolments e
                                    WHERE e.campaign_id = c.id AND e.state IN ('waiting', 'awaiting')
                                        AND e.version = v.version)
                                OR EXISTS (SELECT 1 FROM step_executions x
                                        JOIN enrolments e ON e.campaign_id = x.campaign_id AND e.patient_id = x.patient_id
                                    WHERE x.campaign_id = c.id AND e.version = v.version AND %s))""".formatted(Executions.UNSENT)).param(organizationId).query(row -> {
            inUse.computeIfAbsent(row.getLong("campaign_id"), _ -> new ArrayList<>())
                    .add(ContractJson.read(row.getString("course"), Course.class));
        });
        return inUse;
    }

    Course read(long campaignId, int version) {
        return jdbc.sql("SELECT course FROM campaign_versions WHERE campaign_id = ? AND version = ?")
                .params(campaignId, version)
                .query((row, _) -> ContractJson.read(row.getString("course"), Course.class))
                .single();
    }
}
