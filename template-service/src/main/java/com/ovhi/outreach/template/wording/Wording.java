package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version of a template says.
 *
 * @param language BCP 47 tag
 * @param subject for e-mail only
 * @param body plain text
 * @param html for e-mail only, and optional there
 * @param variables names that may be passed when it is rendered
 * @param whatsapp for WhatsApp only
 * @param marketing whether only patients who opted in to marketing may get it
 */
public record Wording(
        Channel channel,
        String language,
        @Nullable String subject,
        String body,
        @Nullable String html,
        List<String> variables,
        @Nullable WhatsApp whatsapp,
        boolean marketing) {

    /** Copies. */
    public Wording {
        variables = List.copyOf(variables);
    }

    /**
     * The template at Meta that says the same.
     *
     * @param name as registered there
     * @param languageCode one of Meta's
     * @param parameters which variable stands for {{1}}, {{2}}, …
     * @param quickReplies payload of each quick-reply button
     */
    public record WhatsApp(String name, String languageCode, List<String> parameters, List<String> quickReplies) {

        /** Copies. */
        public WhatsApp {
            parameters = List.copyOf(parameters);
            quickReplies = List.copyOf(quickReplies);
        }
    }
}
