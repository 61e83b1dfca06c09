package com.ovhi.outreach.optimizer.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.ovhi.outreach.optimizer.hour.HourModel;
import com.ovhi.outreach.optimizer.response.ChannelModel;
import com.ovhi.outreach.optimizer.risk.FatigueModel;
import com.ovhi.outreach.optimizer.risk.NoShowModel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The models an organisation has. */
public enum ModelKind {
    HOUR(HourModel.Parameters.class),
    CHANNEL(ChannelModel.class),
    FATIGUE(FatigueModel.class),
    NO_SHOW(NoShowModel.class);

    private final Class<?> parameters;

    ModelKind(Class<?> parameters) {
        this.parameters = parameters;
    }

    /** The name on the wire and in the database. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for one that only another version of the service knows. */
    static Optional<ModelKind> of(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    /** What such a model is written as. */
    Class<?> parameters() {
        return parameters;
    }
}
