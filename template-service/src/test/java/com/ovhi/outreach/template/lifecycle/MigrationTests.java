package com.ovhi.outreach.template.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.TestDatabase;
import com.ovhi.outreach.common.testing.TestServers;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Templates from before versions were reviewed, and templates that later migrations bring. */
class MigrationTests {

    private static final String SCHEMA = "ovhi_template_migration";

    private final TestDatabase database = TestServers.database();
    private final DriverManagerDataSource source = new DriverManagerDataSource(database.url(SCHEMA), SCHEMA, "test");
    private final JdbcTemplate jdbc = new JdbcTemplate(source);

    @BeforeEach
    void beginWithTheFirstRelease() {
        database.createSchema(SCHEMA, SCHEMA, "test");
        migrate("2");
    }

    @Test
    void keepsInForceWhatWasInForce() {
        insert("kept", 3, true, 1, 2, 3);
        insert("stopped", 2, false, 1, 2);

        migrate("latest");

        assertThat(states("kept")).containsExactly("1 retired", "2 retired", "3 published");
        assertThat(states("stopped")).containsExactly("1 retired", "2 retired");
        assertThat(jdbc.queryForObject(
                        "SELECT COUNT(*) FROM comm_template_versions v JOIN comm_templates t ON t.id = v.template_id"
                                + " WHERE t.organization_id IS NULL AND v.state <> 'published'",
                        Long.class))
                .isZero();
        assertThat(jdbc.queryForList(
                        "SELECT s.actor FROM comm_template_steps s JOIN comm_templates t ON t.id = s.template_id"
                                + " WHERE t.name = 'kept'",
                        String.class))
                .containsExactly("ana", "ana", "ana");
    }

    @Test
    void takesWhatIsInsertedInTheOldShapeForPublished() {
        migrate("latest");

        insert("later", 1, true, 1);

        assertThat(states("later")).containsExactly("1 published");
        assertThat(jdbc.queryForObject("SELECT revision FROM comm_templates WHERE name = 'later'", Integer.class))
                .isZero();
    }

    /** But those of households and of answers, which Meta has yet to see. */
    @Test
    void approvesTheWhatsAppTemplatesOfTheSuite() {
        migrate("latest");

        assertThat(jdbc.queryForList(
                        "SELECT DISTINCT CONCAT(t.purpose, ' ', m.state, ' ', m.category) FROM comm_templates t"
                                + " LEFT JOIN whatsapp_mappings m"
                                + " ON m.name = t.whatsapp_name AND m.language_code = t.whatsapp_language"
                                + " WHERE t.channel = 'whatsapp' AND t.language IN ('en', 'es') ORDER BY 1",
                        String.class))
                .containsExactly(
                        "appt_confirm approved utility",
                        "appt_reminder approved utility",
                        "appt_reminder pending utility",
                        "campaign_education approved marketing",
                        "lab_ready approved utility",
                        "lab_ready pending utility",
                        "no_show approved utility",
                        "rx_refill approved utility",
                        "urgent approved utility");
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/common", "classpath:db/migration/template-service")
                .target(target)
                .load()
                .migrate();
    }

    /** As the first release wrote it. */
    private void insert(String name, int version, boolean active, int... versions) {
        jdbc.update(
                "INSERT INTO comm_templates (name, purpose, channel, language, body, variables, organization_id, version,"
                        + " is_active, updated_by) VALUES (?, 'urgent', 'sms', 'en', 'x', '[]', 11, ?, ?, 'ana')",
                name,
                version,
                active);
        for (var each : versions) {
            jdbc.update(
                    "INSERT INTO comm_template_versions (template_id, version, name, body, variables, is_marketing,"
                            + " created_by) SELECT id, ?, name, body, variables, is_marketing, updated_by"
                            + " FROM comm_templates WHERE name = ?",
                    each,
                    name);
        }
    }

    private List<String> states(String name) {
        return jdbc.query(
                "SELECT v.version, v.state FROM comm_template_versions v"
                        + " JOIN comm_templates t ON t.id = v.template_id WHERE t.name = ? ORDER BY v.version",
                (row, n) -> row.getInt(1) + " " + row.getString(2),
                name);
    }
}
