package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import org.jspecify.annotations.Nullable;

/** Which answers to show; null is any. */
record AnswerFilter(
        @Nullable AnswerState state,
        @Nullable AnswerKind kind,
        @Nullable Channel channel,
        @Nullable Long patientId) {}
