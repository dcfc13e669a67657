package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import java.util.function.Function;

/** Lets a settings file include files, and nothing else. */
final class IncludedFiles
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  private final Function<String, Config> files;
  private final Function<String, SettingsException> refusal;

  /**
   * For the includes of one file.
   *
   * @param files parses the file that an include names
   * @param refusal of anything else, by its address
   */
  IncludedFiles(Function<String, Config> files, Function<String, SettingsException> refusal) {
    this.files = files;
    this.refusal = refusal;
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return files.apply(what).root();
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return files.apply(what.getPath()).root();
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refusal.apply(what.toString());
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refusal.apply(what);
  }
}
