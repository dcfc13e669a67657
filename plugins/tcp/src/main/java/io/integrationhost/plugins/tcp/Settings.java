package io.integrationhost.plugins.tcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.TransportContext;

/**
 * What a slice says, in either form.
 *
 * @param keys hold what is wrong with it
 * @param replies to frames; the conversation has answers of its own
 */
record Settings(Keys keys, ServerSettings server, Form form, Text text, Replies replies) {

  private static final String LOGIN = "loginTimeoutSeconds";

  /** Reads either form; all values are legal, also of a slice that is not. */
  static Settings read(TransportContext context) {
    Config config = context.config();
    boolean official = OfficialForm.isGiven(config);
    boolean greeted = !official && !config.hasPath("framing.type");
    Config whole =
        config.hasPath(LOGIN)
            ? config
            : config.withValue(LOGIN, ConfigValueFactory.fromAnyRef(greeted ? 60 : 0));
    Keys keys = Keys.of(whole, context.overlay(), context::secret);
    return new Settings(
        keys,
        official ? OfficialForm.server(keys) : ServerSettings.read(keys),
        official ? OfficialForm.frames(keys) : ownForm(keys, greeted),
        new Text(keys.flag("quoteText", false), keys.flag("appendLineEndToDownlinks", official)),
        replies(keys, greeted));
  }

  private static Form ownForm(Keys keys, boolean greeted) {
    Keys framing = keys.section("framing");
    return greeted
        ? Form.Greeted.read(keys)
        : new Frames(framing, 65_536)
            .of(framing.choice("type", Frames.Kind.class, Frames.Kind.TEXT));
  }

  private static Replies replies(Keys keys, boolean greeted) {
    Replies replies = Replies.read(keys.section("replies"));
    if (greeted && !replies.areNone()) {
      keys.say("replies", "the conversation has answers of its own; leave them out");
    }
    return replies;
  }
}
