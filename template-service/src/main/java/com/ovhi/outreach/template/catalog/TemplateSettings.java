package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.web.ProblemException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What an organisation has settled for all its templates: the language to fall back to. */
@Service
class TemplateSettings {

    private final JdbcClient jdbc;
    private final Clock clock;

    TemplateSettings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Empty when the organisation has not chosen one. */
    @Transactional(readOnly = true)
    public Optional<String> defaultLanguage(long organization) {
        return jdbc.sql("SELECT default_language FROM template_settings WHERE organization_id = ?")
                .param(organization)
                .query(String.class)
                .optional();
    }

    /**
     * Chooses.
     *
     * @return the language in its canonical form
     * @throws ProblemException 422 {@code invalid-language}
     */
    @Transactional
    public String fallBackTo(long organization, String language, String actor) {
        var tag = Locale.forLanguageTag(language).toLanguageTag();
        if (!tag.equalsIgnoreCase(language)) {
            throw ProblemException.unprocessable("invalid-language", "The language is not a BCP 47 tag");
        }
        jdbc.sql("""
                        INSERT INTO template_settings (organization_id, default_language, updated_by, updated_at)
                        VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE default_language = VALUES(default_language),
                            updated_by = VALUES(updated_by), updated_at = VALUES(updated_at)""")
                .params(organization, tag, actor, Timestamp.from(clock.instant()))
                .update();
        return tag;
    }
}
