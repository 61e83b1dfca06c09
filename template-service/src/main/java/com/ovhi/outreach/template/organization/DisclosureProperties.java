package com.ovhi.outreach.template.organization;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What anybody may say.
 *
 * @param visitTimeBySms whether SMS may say when a visit is without the organisation's {@code sms_phi}: only where whoever
 *     runs the suite has a business associate agreement with the SMS provider that covers all organisations
 */
@ConfigurationProperties("outreach.template.disclosure")
record DisclosureProperties(@DefaultValue("true") boolean visitTimeBySms) {}
