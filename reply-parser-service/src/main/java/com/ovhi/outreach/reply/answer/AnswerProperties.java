package com.ovhi.outreach.reply.answer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How answers are worded where no organisation says it.
 *
 * @param senderName who answers when nobody can tell which organisation is meant; without one such messages get no answer
 *     that has to name us
 * @param senderPhone what to call then, and for organisations without a telephone number
 * @param visitTimeBySms whether SMS may say when a visit is without the organisation's {@code sms_phi}
 */
@ConfigurationProperties("outreach.reply.answer")
record AnswerProperties(
        @Nullable String senderName,
        @Nullable String senderPhone,
        @DefaultValue("true") boolean visitTimeBySms) {}
