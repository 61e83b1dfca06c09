package com.ovhi.outreach.reply.evaluation;

import com.ovhi.outreach.common.ids.Intent;
import org.jspecify.annotations.Nullable;

/**
 * A reply of which somebody said what it meant.
 *
 * @param language the patient's, else that of the reply; null when there is no telling
 * @param readThen as what it was read when it came
 * @param readNow as what it would be read today
 */
record LabelledReply(@Nullable String language, Intent meant, Intent readThen, Intent readNow) {

    /** Its language, {@code unknown} where there is none. */
    String group() {
        return language == null ? "unknown" : language;
    }
}
