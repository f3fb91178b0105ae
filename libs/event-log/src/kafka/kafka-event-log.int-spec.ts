import { stack, topicPrefix } from '../../../../test/support/stack.js';
import { eventLogContract } from '../event-log.contract.js';
import kafkajs from 'kafkajs';
import { openKafkaEventLog } from './kafka-event-log.js';

eventLogContract('kafka', async () => {
  const settings = { brokers: stack().brokers.split(','), topic: topicPrefix(), clientId: 'contract', warn: () => undefined };
  const admin = new kafkajs.Kafka({ brokers: settings.brokers }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: settings.topic, numPartitions: 2 }], waitForLeaders: true });
  await admin.disconnect();
  return openKafkaEventLog(settings);
});
