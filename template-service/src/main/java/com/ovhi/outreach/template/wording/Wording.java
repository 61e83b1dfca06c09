package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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

    /** The names of all variables that it says, wherever. */
    public Set<String> said() {
        var names = new TreeSet<String>();
        Stream.of(subject, body, html).filter(Objects::nonNull).forEach(text -> names.addAll(Phrase.namesIn(text)));
        names.addAll(whatsapp == null ? List.of() : whatsapp.parameters());
        return names;
    }

    /** Whether somebody with these capabilities may say all of it. */
    public boolean sayableWith(Set<Capability> capabilities) {
        return said().stream()
                .flatMap(name -> Variable.named(name).stream())
                .allMatch(variable -> variable.allowedOn(channel, capabilities));
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
