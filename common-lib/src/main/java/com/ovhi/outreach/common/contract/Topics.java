package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The names of all topics. Keys, producers and consumers: {@code docs/events.md}. */
public final class Topics {

    public static final String OVHI_PATIENT = "ovhi.patient.v1";
    public static final String OVHI_APPOINTMENT = "ovhi.appointment.v1";
    public static final String OVHI_PROVIDER = "ovhi.provider.v1";
    public static final String OVHI_BILLING = "ovhi.billing.v1";
    public static final String APPOINTMENT_COMMAND = "ovhi.appointment-command.v1";
    public static final String REQUEST = "outreach.request.v1";
    public static final String REQUEST_PRIORITY = "outreach.request.priority.v1";
    public static final String SCHEDULE = "outreach.schedule.v1";
    public static final String JOB = "outreach.job.v1";
    public static final String DELIVERY = "outreach.delivery.v1";
    public static final String INBOUND = "outreach.inbound.v1";
    public static final String REPLY = "outreach.reply.v1";
    public static final String PREFERENCE = "outreach.preference.v1";
    public static final String SUPPRESSION = "outreach.suppression.v1";
    public static final String SEND_TIME = "outreach.send-time.v1";
    public static final String INSIGHT = "outreach.insight.v1";
    public static final String SEGMENT = "outreach.segment.v1";
    public static final String CAMPAIGN = "outreach.campaign.v1";
    public static final String EXPOSURE = "outreach.exposure.v1";
    public static final String EXPERIMENT = "outreach.experiment.v1";
    public static final String AUDIT = "outreach.audit.v1";
    public static final String TEMPLATE_STATUS = "outreach.template-status.v1";
    public static final String AUDIT_CHECKPOINT = "outreach.audit-checkpoint.v1";
    public static final String TEST_SEND = "outreach.test-send.v1";
    public static final String ANSWER = "outreach.answer.v1";
    public static final String ANSWER_REPORT = "outreach.answer-report.v1";

    private static final Set<String> COMPACTED = Set.of(PREFERENCE, SUPPRESSION, INSIGHT, AUDIT_CHECKPOINT);

    private Topics() {}

    /** Where a request of a purpose is published: what belongs to a visit, or is urgent, waits behind no campaign. */
    public static String request(Purpose purpose, boolean urgent) {
        if (urgent && !purpose.marketing()) {
            return REQUEST_PRIORITY;
        }
        return switch (purpose) {
            case APPT_CONFIRM, APPT_REMINDER, NO_SHOW, URGENT -> REQUEST_PRIORITY;
            case RX_REFILL, LAB_READY, CAMPAIGN_EDUCATION -> REQUEST;
        };
    }

    /** Where the scheduler sends what is due on a channel in a lane. */
    public static String dispatch(Channel channel, Lane lane) {
        return "outreach.dispatch." + channel.code() + "." + lane.code() + ".v1";
    }

    /** Whether only the newest record of a key is kept. */
    public static boolean compacted(String topic) {
        return COMPACTED.contains(topic);
    }

    /** Where records of a topic go that a consumer group can never handle. */
    public static String deadLetters(String topic, String group) {
        return topic + "." + group + ".dlt";
    }

    /** Every topic of the suite but the dead letters. */
    public static List<String> all() {
        var fixed = Stream.of(
                OVHI_PATIENT,
                OVHI_APPOINTMENT,
                OVHI_PROVIDER,
                OVHI_BILLING,
                APPOINTMENT_COMMAND,
                REQUEST,
                REQUEST_PRIORITY,
                SCHEDULE,
                JOB,
                DELIVERY,
                INBOUND,
                REPLY,
                PREFERENCE,
                SUPPRESSION,
                SEND_TIME,
                INSIGHT,
                SEGMENT,
                CAMPAIGN,
                EXPOSURE,
                EXPERIMENT,
                AUDIT,
                TEMPLATE_STATUS,
                AUDIT_CHECKPOINT,
                TEST_SEND,
                ANSWER,
                ANSWER_REPORT);
        var dispatch = Arrays.stream(Channel.values())
                .flatMap(channel -> Arrays.stream(Lane.values()).map(lane -> dispatch(channel, lane)));
        return Stream.concat(fixed, dispatch).toList();
    }
}
