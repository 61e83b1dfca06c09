package com.ovhi.outreach.reply.staffanswer;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.web.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What staff may answer where WhatsApp takes no free text.
 *
 * @param templates by the key that people choose
 * @param useful how long such an answer waits for daylight and for room under the contact caps
 */
@ConfigurationProperties("outreach.reply.staff-answer")
record StaffTemplates(
        @DefaultValue Map<String, Choice> templates,
        @DefaultValue("2d") Duration useful) {

    /** Copies. */
    StaffTemplates {
        templates = Map.copyOf(templates);
    }

    /** The keys, in their order. */
    List<String> keys() {
        return templates.keySet().stream().sorted().toList();
    }

    /** @throws ProblemException 422 when there is none of this key */
    Choice of(String key) {
        var choice = templates.get(key);
        if (choice == null) {
            throw ProblemException.unprocessable("unknown-template", "Staff cannot answer with this template")
                    .with("templates", keys());
        }
        return choice;
    }

    /**
     * A WhatsApp template.
     *
     * @param purpose by whose rules it is sent: none that needs another consent or passes quiet hours
     * @param variant which of the texts of the purpose it is; null for the usual one
     */
    record Choice(Purpose purpose, @Nullable String variant) {

        Choice {
            if (purpose.marketing() || purpose == Purpose.URGENT) {
                throw new IllegalStateException(
                        "outreach.reply.staff-answer.templates: an answer is neither marketing nor urgent");
            }
        }
    }
}
