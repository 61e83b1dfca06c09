package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Purpose;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps the vocabulary in the database as it is on the wire. */
final class Codes {

    private Codes() {}

    static @Nullable String ofRoute(List<Channel> route) {
        return route.isEmpty() ? null : route.stream().map(Channel::code).collect(Collectors.joining(","));
    }

    @Converter
    static final class OfChannel implements AttributeConverter<Channel, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable Channel channel) {
            return channel == null ? null : channel.code();
        }

        @Override
        public @Nullable Channel convertToEntityAttribute(@Nullable String code) {
            return code == null ? null : Channel.of(code);
        }
    }

    @Converter
    static final class OfRoute implements AttributeConverter<List<Channel>, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable List<Channel> route) {
            return route == null ? null : ofRoute(route);
        }

        @Override
        public List<Channel> convertToEntityAttribute(@Nullable String codes) {
            return codes == null
                    ? List.of()
                    : Arrays.stream(codes.split(",", -1)).map(Channel::of).toList();
        }
    }

    @Converter
    static final class OfPurpose implements AttributeConverter<Purpose, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable Purpose purpose) {
            return purpose == null ? null : purpose.code();
        }

        @Override
        public @Nullable Purpose convertToEntityAttribute(@Nullable String code) {
            return code == null ? null : Purpose.of(code);
        }
    }

    @Converter
    static final class OfStatus implements AttributeConverter<JobStatus, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable JobStatus status) {
            return status == null ? null : status.code();
        }

        @Override
        public @Nullable JobStatus convertToEntityAttribute(@Nullable String code) {
            return code == null ? null : JobStatus.of(code);
        }
    }
}
