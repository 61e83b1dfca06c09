package com.ovhi.outreach.local.suite;

import com.ovhi.outreach.analytics.AnalyticsApplication;
import com.ovhi.outreach.channel.ChannelApplication;
import com.ovhi.outreach.optimizer.OptimizerApplication;
import com.ovhi.outreach.orchestrator.OrchestratorApplication;
import com.ovhi.outreach.preference.PreferenceApplication;
import com.ovhi.outreach.reply.ReplyApplication;
import com.ovhi.outreach.scheduler.SchedulerApplication;
import com.ovhi.outreach.segment.SegmentApplication;
import com.ovhi.outreach.template.TemplateApplication;
import com.ovhi.outreach.webhook.WebhookApplication;

/** The ten services in the order they are started: first those the others call. */
enum SuiteService {
    PREFERENCE("preference-service", PreferenceApplication.class, 8082, "ovhi_preference", "PREFERENCE"),
    TEMPLATE("template-service", TemplateApplication.class, 8083, "ovhi_template", "TEMPLATE"),
    SCHEDULER("scheduler-service", SchedulerApplication.class, 8084, "ovhi_scheduler", "SCHEDULER"),
    CHANNEL("channel-workers", ChannelApplication.class, 8086, "ovhi_channel", "CHANNEL"),
    WEBHOOK("webhook-service", WebhookApplication.class, 8087, "ovhi_webhook", "WEBHOOK"),
    ORCHESTRATOR("orchestrator-service", OrchestratorApplication.class, 8081, "ovhi_orchestrator", "ORCHESTRATOR"),
    REPLY("reply-parser-service", ReplyApplication.class, 8088, "ovhi_reply", "REPLY"),
    SEGMENT("segment-service", SegmentApplication.class, 8085, "ovhi_segment", "SEGMENT"),
    ANALYTICS("analytics-service", AnalyticsApplication.class, 8089, "ovhi_analytics", "ANALYTICS"),
    OPTIMIZER("ml-optimizer-service", OptimizerApplication.class, 8090, "ovhi_optimizer", "OPTIMIZER");

    private final String id;
    private final Class<?> application;
    private final int port;
    private final String schema;
    private final String variable;

    SuiteService(String id, Class<?> application, int port, String schema, String variable) {
        this.id = id;
        this.application = application;
        this.port = port;
        this.schema = schema;
        this.variable = variable;
    }

    /** Its module, process and Kafka group prefix. */
    String id() {
        return id;
    }

    Class<?> application() {
        return application;
    }

    int defaultPort() {
        return port;
    }

    String schema() {
        return schema;
    }

    /** The setting that says on which port it listens. */
    String portVariable() {
        return "OUTREACH_" + variable + "_PORT";
    }

    /** The setting that tells the other services where it is. */
    String urlVariable() {
        return "OUTREACH_" + variable + "_URL";
    }
}
