package com.ovhi.outreach.reply.suggestion;

import com.ovhi.outreach.common.ids.Intent;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reply probably means. Nothing follows from it but that a person sees the reply sooner.
 *
 * @param confidence in [0, 1]
 * @param language in which it is probably written, null when that is not clear
 * @param model which model says so
 */
public record Suggestion(
        Intent intent, double confidence, @Nullable String language, String model) {

    static final Set<Intent> PRESSING = EnumSet.of(Intent.STOP, Intent.EMERGENCY);

    /** Whether it must not wait behind other replies. */
    public boolean pressing() {
        return PRESSING.contains(intent);
    }
}
