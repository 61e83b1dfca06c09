package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.page.html.PageLanguage;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What a patient chose.
 *
 * @param version of what they saw
 * @param unencrypted whether e-mail may say when their visits are
 * @param language tag of a language of ours; null when it stays
 */
record PageForm(
        long version,
        Set<Channel> care,
        Set<Channel> marketing,
        @Nullable LocalTime quietStart,
        @Nullable LocalTime quietEnd,
        boolean unencrypted,
        @Nullable String language) {

    /** The box about what e-mail may say. */
    static final String UNENCRYPTED = "unencrypted";

    /** Empty when no page of ours sends such a form. */
    static Optional<PageForm> read(MultiValueMap<String, String> fields) {
        try {
            return Optional.of(new PageForm(
                    Long.parseLong(String.valueOf(fields.getFirst("version"))),
                    checked(fields, "care_"),
                    checked(fields, "marketing_"),
                    time(fields.getFirst("quiet_start")),
                    time(fields.getFirst("quiet_end")),
                    fields.containsKey(UNENCRYPTED + "_" + Channel.EMAIL.code()),
                    language(fields.getFirst("language"))));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the quiet hours are two times that differ. */
    boolean quietHoursMakeSense() {
        return quietStart != null && quietEnd != null && !quietStart.equals(quietEnd);
    }

    private static Set<Channel> checked(MultiValueMap<String, String> fields, String prefix) {
        var channels = EnumSet.noneOf(Channel.class);
        for (var channel : Channel.values()) {
            if (fields.containsKey(prefix + channel.code())) {
                channels.add(channel);
            }
        }
        return channels;
    }

    private static @Nullable LocalTime time(@Nullable String text) {
        return text == null || text.isBlank() ? null : LocalTime.parse(text.strip());
    }

    private static @Nullable String language(@Nullable String tag) {
        return tag == null ? null : PageLanguage.of(tag).map(PageLanguage::code).orElse(null);
    }
}
