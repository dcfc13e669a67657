package io.integrationhost.runtime;

import java.util.Optional;

/**
 * What is known of one file of the plugins directory: the last copy of it that worked, and what is
 * wrong with newer bytes.
 */
final class PluginFile {

  private Optional<PluginGeneration> good = Optional.empty();
  private Optional<RejectedJar> rejection = Optional.empty();

  Optional<PluginGeneration> good() {
    return good;
  }

  Optional<RejectedJar> rejection() {
    return rejection;
  }

  /** From now on the file stands for this copy. */
  void use(Optional<PluginGeneration> copy) {
    good = copy;
    rejection = Optional.empty();
  }

  /** The bytes that the file has now cannot be used; the former copy stays. */
  RejectedJar reject(RejectedJar problem) {
    RejectedJar told =
        good.map(
                former ->
                    new RejectedJar(
                        problem.file(),
                        problem.reason() + " (the copy of " + former.label() + " keeps running)",
                        problem.cure(),
                        problem.plugin()))
            .orElse(problem);
    rejection = Optional.of(told);
    return told;
  }
}
