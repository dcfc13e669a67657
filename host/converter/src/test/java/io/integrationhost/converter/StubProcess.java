package io.integrationhost.converter;

import io.integrationhost.converter.process.Answer;
import io.integrationhost.converter.process.Order;
import io.integrationhost.converter.process.OrderStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Processes that run no script: each answers every call in one way. */
final class StubProcess {
  private StubProcess() {}

  static final class Good {
    public static void main(String[] arguments) throws IOException {
      serve(id -> new Answer.Result(id, 1, Optional.of("good"), List.of()));
    }
  }

  static final class Overloaded {
    public static void main(String[] arguments) throws IOException {
      serve(id -> failure(id, "OVERLOADED", false));
    }
  }

  static final class Lost {
    public static void main(String[] arguments) throws IOException {
      serve(id -> failure(id, "TIMEOUT", true));
    }
  }

  static final class Silent {
    public static void main(String[] arguments) throws IOException {
      serve(id -> new Answer.Ready());
    }
  }

  private static Answer failure(long id, String kind, boolean lost) {
    return new Answer.Failure(id, 1, kind, "of the stub", 0, 0, List.of(), lost);
  }

  private static void serve(LongFunction<Answer> answers) throws IOException {
    try (OrderStream orders =
        new OrderStream(
            new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out))) {
      orders.send(new Answer.Ready());
      for (Optional<Order> next = orders.next(); next.isPresent(); next = orders.next()) {
        if (next.get() instanceof Order.Call call) {
          orders.send(answers.apply(call.id()));
        }
      }
    }
  }
}
