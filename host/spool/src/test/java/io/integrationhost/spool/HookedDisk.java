package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Does what another disk does, and lets a test do something before or after each operation. */
final class HookedDisk implements Disk {

  enum Operation {
    CREATE,
    OPEN,
    READ_OPEN,
    IDENTITY,
    DELETE,
    RENAME,
    LIST,
    DIRECTORY,
    SYNC_DIRECTORY,
    USABLE,
    LOCK,
    SIZE,
    READ,
    WRITE,
    TRUNCATE,
    FORCE,
    CLOSE,
    /** A task is given to the janitor. */
    TASK
  }

  /** Runs on the thread that uses the disk. */
  interface Hook {

    void at(Operation operation, Path path) throws IOException;
  }

  private final Disk disk;
  private volatile Hook before = (operation, path) -> {};
  private volatile Hook after = (operation, path) -> {};

  HookedDisk(Disk disk) {
    this.disk = disk;
  }

  void before(Hook hook) {
    before = hook;
  }

  void after(Hook hook) {
    after = hook;
  }

  /** The janitor's thread, which asks the same hook before it takes a task. */
  ScheduledExecutorService janitor() {
    ScheduledExecutorService thread = Janitor.thread("hooked");
    return (ScheduledExecutorService)
        Proxy.newProxyInstance(
            HookedDisk.class.getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (proxy, method, arguments) -> {
              if (method.getName().matches("execute|schedule.*")) {
                before.at(Operation.TASK, Path.of(method.getName()));
              }
              try {
                return method.invoke(thread, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    return run(Operation.CREATE, path, () -> new Hooked(path, disk.create(path)));
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    return run(Operation.OPEN, path, () -> new Hooked(path, disk.open(path)));
  }

  @Override
  public DiskFile openToRead(Path path) throws IOException {
    return run(Operation.READ_OPEN, path, () -> new Hooked(path, disk.openToRead(path)));
  }

  @Override
  public Optional<Object> identity(Path path) throws IOException {
    return run(Operation.IDENTITY, path, () -> disk.identity(path));
  }

  @Override
  public void delete(Path path) throws IOException {
    run(Operation.DELETE, path, () -> disk.delete(path));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    run(Operation.RENAME, from, () -> disk.rename(from, to));
  }

  @Override
  public List<Path> list(Path directory, String suffix) throws IOException {
    return run(Operation.LIST, directory, () -> disk.list(directory, suffix));
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    run(Operation.DIRECTORY, directory, () -> disk.createDirectory(directory));
  }

  @Override
  public void restrict(Path directory) throws IOException {
    disk.restrict(directory);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    run(Operation.SYNC_DIRECTORY, directory, () -> disk.syncDirectory(directory));
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    return run(Operation.USABLE, directory, () -> disk.usableBytes(directory));
  }

  @Override
  public Closeable lock(Path path) throws IOException {
    return run(Operation.LOCK, path, () -> disk.lock(path));
  }

  private <T> T run(Operation operation, Path path, Work<T> work) throws IOException {
    before.at(operation, path);
    T result = work.run();
    after.at(operation, path);
    return result;
  }

  private void run(Operation operation, Path path, VoidWork work) throws IOException {
    before.at(operation, path);
    work.run();
    after.at(operation, path);
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private interface VoidWork {
    void run() throws IOException;
  }

  private final class Hooked implements DiskFile {

    private final Path path;
    private final DiskFile file;

    Hooked(Path path, DiskFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return HookedDisk.this.run(Operation.SIZE, path, file::size);
    }

    @Override
    public int read(byte[] target, int from, int bytes, long offset) throws IOException {
      return HookedDisk.this.run(
          Operation.READ, path, () -> file.read(target, from, bytes, offset));
    }

    @Override
    public int write(ByteBuffer source, long offset) throws IOException {
      return HookedDisk.this.run(Operation.WRITE, path, () -> file.write(source, offset));
    }

    @Override
    public void truncate(long size) throws IOException {
      HookedDisk.this.run(Operation.TRUNCATE, path, () -> file.truncate(size));
    }

    @Override
    public void force() throws IOException {
      HookedDisk.this.run(Operation.FORCE, path, file::force);
    }

    @Override
    public void close() throws IOException {
      HookedDisk.this.run(Operation.CLOSE, path, file::close);
    }
  }
}
