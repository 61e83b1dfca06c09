package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ContractJson;
import java.sql.Timestamp;
import java.time.Instant;
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

    Course read(long campaignId, int version) {
        return jdbc.sql("SELECT course FROM campaign_versions WHERE campaign_id = ? AND version = ?")
                .params(campaignId, version)
                .query((row, _) -> ContractJson.read(row.getString("course"), Course.class))
                .single();
    }
}
