package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FakeContext;
import org.junit.jupiter.api.Test;

class BudgetTest {

  private static final long MIB = 1 << 20;

  @Test
  void takesFromTheHostInStepsAndGivesAllBack() {
    try (FakeContext context = FakeContext.of("{}")) {
      var budget = new Budget(4 * MIB, context.memory());
      assertThat(budget.take(100)).isTrue();
      assertThat(context.memory().taken()).isEqualTo(MIB);
      assertThat(budget.take(2 * MIB)).isTrue();
      assertThat(budget.take(2 * MIB)).isFalse();
      assertThat(budget.held()).isEqualTo(2 * MIB + 100);
      budget.give(2 * MIB);
      budget.give(100);
      assertThat(context.memory().taken()).isZero();
    }
  }

  @Test
  void takesASingleMessageThatIsLongerButNotWithoutTheHostsMemory() {
    try (FakeContext context = FakeContext.of("{}")) {
      var budget = new Budget(MIB, context.memory());
      assertThat(budget.take(5 * MIB)).isTrue();
      assertThat(budget.take(1)).isFalse();
      budget.give(5 * MIB);
      context.memory().bound(4 * MIB);
      assertThat(budget.take(5 * MIB)).isFalse();
      assertThat(budget.take(2 * MIB)).isTrue();
    }
  }
}
