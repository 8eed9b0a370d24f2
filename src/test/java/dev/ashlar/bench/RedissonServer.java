package dev.ashlar.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.redisson.Redisson;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Redis with two processes' worth of Redisson, which share the connections. */
final class RedissonServer implements AutoCloseable {
  private static final int CONNECTIONS = LockBench.CONNECTIONS / 2;
  private static final String LESS = "one node, no fencing token by default, no authentication";

  private final RedisServer redis = new RedisServer();
  private final List<RedissonClient> processes = List.of(connect(), connect());

  private RedissonClient connect() {
    Config config = new Config().setCodec(StringCodec.INSTANCE);
    config
        .useSingleServer()
        .setAddress("redis://127.0.0.1:" + redis.port())
        .setConnectionPoolSize(CONNECTIONS)
        .setConnectionMinimumIdleSize(CONNECTIONS);
    return Redisson.create(config);
  }

  /** Its lock, and the one that keeps an order. */
  List<LockPeer> locks() {
    return List.of(
        new Locks("lock", LESS + ", no order among waiters", RedissonClient::getLock),
        new Locks("fair lock", LESS, RedissonClient::getFairLock));
  }

  @Override
  public void close() {
    processes.forEach(RedissonClient::shutdown);
    redis.close();
  }

  private final class Locks implements LockPeer {
    private final String kind;
    private final String remark;
    private final BiFunction<RedissonClient, String, RLock> lock;

    Locks(String kind, String remark, BiFunction<RedissonClient, String, RLock> lock) {
      this.kind = kind;
      this.remark = remark;
      this.lock = lock;
    }

    @Override
    public String name() {
      String version = Redisson.class.getPackage().getImplementationVersion();
      return "Redisson " + version + " " + kind + ", " + redis.name();
    }

    @Override
    public String remark() {
      return remark;
    }

    @Override
    public List<ProcessHandle> processes() {
      return redis.processes();
    }

    @Override
    public LockClient client(int number, Duration ttl) {
      RedissonClient process = processes.get(number % 2);
      return new RedissonLockClient(name -> lock.apply(process, kind + ":" + name), ttl);
    }

    @Override
    public void close() {
      // The server closes.
    }
  }
}
